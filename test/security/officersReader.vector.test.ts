/** The officers' vectors read by node:crypto, argon2 and @hpke/core: from PROTOCOL.md alone. */
import { describe, expect, it } from "@jest/globals";
import type { OfficerVectors } from "../vectors/makeOfficers.ts";
import nobleVectors from "../vectors/nobleOfficers.json" with { type: "json" };
import sodiumVectors from "../vectors/sodiumOfficers.json" with { type: "json" };
import * as second from "./officersReader.ts";
import { hpke, unpadded } from "./secondReader.ts";

const { hkdf, hmac, sha256, u8, u16, u32 } = second;
const FILES = [
  ["nobleOfficers.json", nobleVectors as unknown as OfficerVectors],
  ["sodiumOfficers.json", sodiumVectors as unknown as OfficerVectors],
] as const;

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const ascii = (text: string): Buffer => Buffer.from(text, "latin1");
const KINDS: Readonly<Record<string, number>> = { note: 2, sentReply: 3, attached: 4, action: 5 };

describe.each(FILES)("%s", (_file, v) => {
  const officerId = hex(v.officer.id);
  const signingSeed = hex(v.officer.signingSeed);
  const signingKey = second.ed25519Public(signingSeed);
  const secretOf = (desk: number, epoch: number): Buffer =>
    hex(v.secrets.find((each) => each.desk === desk && each.epoch === epoch)?.secret ?? "");

  it("gives the vault's keys, and opens it", async () => {
    const normal = v.vault.passphrase.normalize("NFKC").toLowerCase().trim().split(/\s+/).join(" ");
    const [authKey, vaultKey] = await second.vaultKeys(normal, hex(v.vault.salt));
    expect([authKey.toString("hex"), vaultKey.toString("hex")]).toEqual([v.vault.authKey, v.vault.vaultKey]);
    const aad = Buffer.concat([ascii("abri/v1/vault"), officerId, u32(v.vault.counter)]);
    const content = unpadded(second.xchachaOpen(vaultKey, hex(v.vault.sealed), aad));
    const expected = [`a4005820${v.officer.sealingSeed}`, `015820${v.officer.signingSeed}`, `02`];
    expect(content.toString("hex")).toBe(
      `${expected.join("")}${v.vault.newestVersion.toString(16).padStart(2, "0")}035820${v.vault.newestHash}`,
    );
  });

  it("opens the saved views, which are padded to one length", () => {
    const key = hkdf(signingSeed, "abri/v1/views-key");
    expect(key.toString("hex")).toBe(v.views.key);
    const aad = Buffer.concat([ascii("abri/v1/views"), officerId, u32(v.views.counter)]);
    const sealed = hex(v.views.sealed);
    const padded = second.xchachaOpen(key, sealed, aad);
    expect([sealed.length, padded.length]).toEqual([8192, 8152]);
    const content = unpadded(padded);
    // Three views, the last of a name alone, and no single keys.
    expect(content.subarray(0, 3).toString("hex")).toBe("a20083");
    expect(content.subarray(-9).toString("hex")).toBe(`a100647269656e01f4`);
    // Level 0, desk 65 535, due soon, handed, closed …
    expect(content.toString("hex")).toContain("01000219ffff030204030502");
  });

  it("finds the lead request signed by the key that comes of the vault", () => {
    const seed = hkdf(signingSeed, "abri/v1/lead-key");
    expect(seed.toString("hex")).toBe(v.lead.seed);
    const key = second.ed25519Public(seed);
    const request = Buffer.from(v.lead.request, "base64url");
    const content = request.subarray(64);
    expect(second.signed("abri/v1/lead-request", [content], request.subarray(0, 64), key)).toBe(true);
    const name = Buffer.from(v.officer.name);
    const ids = Buffer.concat([
      hex("a40050"),
      hex(v.unit.unitId),
      hex("0150"),
      officerId,
      u8(2),
      u8(0x60 + name.length),
    ]);
    expect(content.toString("hex")).toBe(Buffer.concat([ids, name, hex("035820"), key]).toString("hex"));
    const print = sha256(officerId, key).subarray(0, 16).toString("hex");
    expect(print).toBe(v.lead.fingerprint.replaceAll(" ", ""));
  });

  it("reads the name of a desk of the unit's own at the end of the roster", () => {
    const text = (words: string): Buffer => Buffer.concat([u8(0x60 + Buffer.from(words).length), Buffer.from(words)]);
    const { name, roster } = v.ownDesk;
    const tail = Buffer.concat([hex("0681a3000301"), text(name.fr), u8(2), text(name.en)]);
    expect(hex(roster).subarray(-tail.length).toString("hex")).toBe(tail.toString("hex"));
  });

  it("takes the shred layer off, and opens the grant", async () => {
    const { desk, epoch, inner, stored, key } = v.shred;
    const where = Buffer.concat([u16(desk), u32(epoch)]);
    const aad = Buffer.concat([ascii("abri/v1/grant-shred"), where, officerId]);
    expect(second.xchachaOpen(hex(key), hex(stored), aad).toString("hex")).toBe(inner);
    // The recipient's key stands in the admission request of the other vectors; here, in the roster: after its own bstr head.
    const roster = hex(v.directory.at(-1)?.roster ?? "");
    const at = roster.indexOf(hex("5904c0"));
    const keyId = sha256(roster.subarray(at + 3, at + 3 + 1216)).subarray(0, 8);
    const info = Buffer.concat([ascii("abri/v1/grant"), where, keyId]);
    expect((await hpke(hex(v.officer.sealingSeed), info, hex(inner))).equals(secretOf(desk, epoch))).toBe(true);
  });

  it("gives the recovery key's secret from any two shares, and from no other pair of lines", () => {
    const shares = v.recovery.shares.map(second.shareBytes);
    for (const [i, share] of shares.entries()) {
      const head = Buffer.concat([u8(1), u8(i + 1), hex(v.unit.unitId), hex(v.recovery.id), hex(v.recovery.setId)]);
      expect(share.subarray(0, 42).equals(head)).toBe(true);
      const other = shares[(i + 1) % 3] as Buffer;
      const secret = second.joined(share.subarray(42, 75), other.subarray(42, 75));
      expect(secret.toString("hex")).toBe(v.recovery.seed);
    }
    const [lines] = v.recovery.shares as [string[]];
    const worse = lines.with(
      4,
      (lines[4] as string).replace(/.(?= {2}..$)/, (last) => (last === "7" ? "8" : "7")),
    );
    expect(() => second.shareBytes(worse)).toThrow("line 5");
    // { …, 1: public key, 2: last day }, the day in two bytes.
    const publicKey = Buffer.from(v.recovery.text, "base64url").subarray(-1220, -4);
    expect(sha256(publicKey).subarray(0, 16).toString("hex")).toBe(v.recovery.id);
    const parts = [hex(v.unit.unitId), publicKey, u32(v.recovery.lastDay)];
    const print = sha256(...parts)
      .subarray(0, 16)
      .toString("hex");
    expect(print).toBe(v.recovery.fingerprint.replaceAll(" ", ""));
  });

  it("finds the triage rules signed by the lead", () => {
    const signed = hex(v.triageRules.signed);
    const [signature, content] = [signed.subarray(0, 64), signed.subarray(64)];
    expect(second.signed("abri/v1/triage-rules", [content], signature, hex(v.lead.key))).toBe(true);
    expect(content.includes(ascii("\x06\x6fAmerica/Toronto"))).toBe(true);
  });

  it("opens every entry, and finds its writer's signature", async () => {
    const { desk, epoch, entries } = v.case;
    const sealingSeed = hkdf(secretOf(desk, epoch), "abri/v1/epoch-sealing");
    const hashes = entries.map(({ sealed }) => sha256(hex(sealed)).toString("hex"));
    for (const [i, { kind, objectId, content, sealed, after }] of entries.entries()) {
      const place = { desk, epoch, objectId: hex(objectId), caseId: hex(v.case.caseId) };
      const read = await second.openEntry(hex(sealed), place, sealingSeed, { id: officerId, key: signingKey });
      expect({ ...read, content: read.content.toString("hex") }).toEqual({ kind: KINDS[kind], content, after });
      expect(after).toEqual(hashes.slice(Math.max(0, i - 2), i).sort());
    }
    expect(entries.map(({ sealed }) => sealed.length / 2)).toEqual([16_384, 4096, 4096, 4096]);
  });

  it("derives the tag, and the id of the entry that takes a rekey up", () => {
    const key = secretOf(v.case.desk, 0);
    const mailboxId = hex(v.case.mailboxId);
    expect(hmac(key, ascii("abri/v1/match"), mailboxId).toString("hex")).toBe(v.case.tag);
    const id = hmac(key, ascii("abri/v1/rekey-entry"), mailboxId).subarray(0, 16);
    id[6] = ((id[6] as number) & 0x0f) | 0x40;
    id[8] = ((id[8] as number) & 0x3f) | 0x80;
    expect(id.toString("hex")).toBe(v.case.entries.find(({ kind }) => kind === "attached")?.objectId);
  });

  it("opens the rewraps, and finds their order signed", async () => {
    const { desk, epoch, objects, signature } = v.case.rewrapOrder;
    const sealingSeed = hkdf(secretOf(desk, epoch), "abri/v1/epoch-sealing");
    for (const { id, rewrap } of objects) {
      const info = Buffer.concat([ascii("abri/v1/rewrap"), u8(3), u16(desk), u32(epoch), hex(id)]);
      const plaintext = await hpke(sealingSeed, info, hex(rewrap));
      expect(plaintext).toHaveLength(50);
      expect(plaintext.subarray(0, 6).equals(Buffer.concat([u16(v.case.desk), u32(v.case.epoch)]))).toBe(true);
    }
    const order = sha256(...objects.flatMap(({ id, rewrap }) => [hex(id), hex(rewrap)]));
    const covered = [officerId, hex(v.case.caseId), u16(desk), u32(epoch), order];
    expect(second.signed("abri/v1/rewrap-order", covered, hex(signature), signingKey)).toBe(true);
  });

  it("reads an action of every code as the table gives it", () => {
    const codes = v.case.actions.map(({ content }) => hex(content).readUInt16BE(1)); // { 0: code …
    expect([...new Set(codes)]).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  });
});
