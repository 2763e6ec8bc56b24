import { describe, expect, it } from "@jest/globals";
import { concat, u8, utf8 } from "../../security/bytes.ts";
import { emptySlot, encodeMailboxRequest, mailboxRowKey, parseMailboxRequest } from "../../security/mailbox.ts";
import { ENGINES, noble, sodium } from "./engines.ts";

const ID = new Uint8Array(16).fill(1);
const TOKEN = new Uint8Array(32).fill(2);

describe("encodeMailboxRequest(), parseMailboxRequest()", () => {
  it("are inverse", () => {
    const request = encodeMailboxRequest({ mailboxId: ID, token: TOKEN });
    expect(request).toHaveLength(48);
    expect(parseMailboxRequest(request)).toEqual({ mailboxId: ID, token: TOKEN });
  });

  it.each([0, 47, 49])("refuse %d bytes", (length) => {
    expect(() => parseMailboxRequest(new Uint8Array(length))).toThrow(expect.objectContaining({ code: "malformed" }));
  });
});

describe("mailboxRowKey()", () => {
  it("depends on id and token hash together, under the row secret", async () => {
    const secret = new Uint8Array(32).fill(3);
    const key = await mailboxRowKey(sodium, secret, ID, TOKEN);
    expect(key).toEqual(await sodium.hmacSha256(secret, utf8("abri/v1/mailbox-row"), ID, TOKEN));
    expect(await mailboxRowKey(sodium, secret, ID, new Uint8Array(32))).not.toEqual(key);
    expect(await mailboxRowKey(sodium, secret, new Uint8Array(16), TOKEN)).not.toEqual(key);
    expect(await mailboxRowKey(sodium, new Uint8Array(32), ID, TOKEN)).not.toEqual(key);
  });
});

describe.each(ENGINES)("emptySlot() on %s", (_name, p) => {
  const prfKey = new Uint8Array(32).fill(4);

  it("gives 4096 bytes, the same each time, others for another slot, mailbox or key", async () => {
    const slot = await emptySlot(p, prfKey, ID, 0);
    expect(slot).toHaveLength(4096);
    expect(await emptySlot(p, prfKey, ID, 0)).toEqual(slot);
    expect(await emptySlot(p, prfKey, ID, 1)).not.toEqual(slot);
    expect(await emptySlot(p, prfKey, new Uint8Array(16), 0)).not.toEqual(slot);
    expect(await emptySlot(p, new Uint8Array(32), ID, 0)).not.toEqual(slot);
  });

  it("is the keystream that PROTOCOL.md says", async () => {
    const key = await p.hmacSha256(prfKey, utf8("abri/v1/mailbox-prf"), ID, u8(3));
    const sealed = p.chachaSeal(key, new Uint8Array(12), new Uint8Array(4096), new Uint8Array(0));
    expect(concat(await emptySlot(p, prfKey, ID, 3), sealed.slice(4096))).toEqual(sealed);
  });

  it("refuses a ninth slot", async () => {
    await expect(emptySlot(p, prfKey, ID, 8)).rejects.toMatchObject({ code: "out_of_range" });
  });

  it("is the same on the other engine", async () => {
    const other = p === noble ? sodium : noble;
    expect(await emptySlot(p, prfKey, ID, 5)).toEqual(await emptySlot(other, prfKey, ID, 5));
  });
});
