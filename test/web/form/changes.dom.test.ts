/** Coming back to take the report back, or for a new code. */
import { beforeEach, describe, expect, it } from "@jest/globals";
import {
  codeKeys,
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromHex,
  newFollowUpCode,
  parseEnvelope,
  parseIntakeBody,
  sealReply,
  toHex,
  verifyRekey,
  verifyThread,
  type CodeKeys,
  type DeskSecret,
  type Rekey,
  type Withdrawal,
} from "../../../security/index.ts";
import { heapOf } from "./support/heap.ts";
import { mailboxWith } from "./support/mailboxes.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { fullJpeg } from "./support/planted.ts";
import { context, freshPages, page, server, startForm, walk } from "./support/stage.ts";

startForm();
freshPages("en");

let code: string;
let keys: CodeKeys;
beforeEach(async () => {
  code = newFollowUpCode(server.unit.p);
  keys = await keysOf(code);
});

const keysOf = (digits: string): Promise<CodeKeys> => codeKeys(server.unit.p, digits, fromHex(server.unit.unit.unitId));

/** Puts replies of a desk into the mailbox. */
async function answered(count: number, deskId: number = DESK_GENERAL): Promise<void> {
  const { p, desks } = server.unit;
  const desk = desks.find((each) => each.deskId === deskId) as DeskSecret;
  const { descriptor } = keys;
  const slots = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      sealReply(p, { descriptor, signing: desk.signing, deskId, sequence: i + 1, part: 1, parts: 1, text: `r${i}` }),
    ),
  );
  server.mailbox = mailboxWith(p, slots);
}

async function sent<T extends "withdrawal" | "rekey">(
  type: T,
): Promise<{ deskId: number; slip: unknown; content: Extract<Withdrawal | Rekey, { type: T }> }> {
  const { opened, slip } = await server.open(server.envelopes().at(-1) as Uint8Array);
  if (opened.state !== "opened" || opened.content.type !== type) throw new Error(`no ${type} that opens`);
  if (opened.slipLied) throw new Error("the slip lied");
  const content = opened.content as Extract<Withdrawal | Rekey, { type: T }>;
  return { deskId: opened.deskId, slip, content };
}

const main = (): Promise<string> => page.locator("main").innerText();

describe("taking the report back", () => {
  it("says what it does and what it cannot do, and sends nothing before it is confirmed", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("withdraw");
    const said = await main();
    for (const key of ["withdraw.stop", "withdraw.told", "withdraw.child", "withdraw.wait"] as const) {
      expect(said).toContain(walk.t(key));
    }
    await walk.press("withdraw.keep");
    await walk.on("mailbox");
    expect(server.envelopes()).toEqual([]);
    await walk.toChange("withdraw");
    await walk.press("withdraw.send");
    await walk.on("withdrawn");
    expect(server.envelopes()).toHaveLength(1);
  });

  it("is signed by the code's thread, to the desk that answered, in an envelope like any other", async () => {
    await answered(1, DESK_RESTRICTED);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("withdraw");
    await walk.press("withdraw.send");
    await walk.on("withdrawn");
    const { deskId, slip, content } = await sent("withdrawal");
    expect(deskId).toBe(DESK_RESTRICTED);
    expect(slip).toMatchObject({ type: "withdrawal", danger: "unknown", kinds: [], language: "en", assisted: false });
    expect(toHex(content.mailboxId)).toBe(toHex(keys.mailboxId));
    expect(await verifyThread(server.unit.p, content, keys.thread.publicKey)).toBe(true);
    expect(server.envelopes()[0]).toHaveLength(10_896);
  });

  it.each([
    ["yes", DESK_RESTRICTED],
    ["no", DESK_GENERAL],
    ["message.unknown", DESK_RESTRICTED],
  ] as const)("asks what the report was about while no reply names the desk: %s", async (answer, desk) => {
    await walk.toMailbox(server.origin, code);
    await walk.press("mailbox.withdraw");
    await walk.on("desk");
    await walk.press("continue");
    expect(await page.getByRole("alert").innerText()).toContain(walk.t("message.desk.error"));
    await walk.tick(answer);
    await walk.press("continue");
    await walk.on("withdraw");
    await walk.press("withdraw.send");
    await walk.on("withdrawn");
    expect((await sent("withdrawal")).deskId).toBe(desk);
  });

  it("sends the same bytes until they are taken", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("withdraw");
    server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "30" } } });
    await walk.press("withdraw.send");
    await page.locator(".pause:not(:empty)").waitFor();
    expect(await walk.screen()).toBe("sending");
    await walk.press("send.now");
    await walk.on("withdrawn");
    const [first, second] = server.envelopes();
    expect(Buffer.compare(first as Uint8Array, second as Uint8Array)).toBe(0);
  });

  it("takes no file along that was added to a message begun", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.press("mailbox.write");
    await walk.on("message");
    await walk.press("add.add");
    await walk.on("files");
    const picture = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(fullJpeg(baselineJpeg)) };
    await page.locator('input[accept^="image/jpeg"]').setInputFiles([picture]);
    await page.locator(".file").waitFor();
    await walk.press("continue");
    await walk.on("message");
    expect(await main()).toContain(walk.t("add.count", { count: 1 }));
    await page.locator("#back").click();
    await walk.on("mailbox");
    await walk.toChange("withdraw");
    await walk.press("withdraw.send");
    await walk.on("withdrawn");
    expect(server.asked.filter(({ path }) => path === "/v1/parts")).toEqual([]);
    const { envelope } = parseIntakeBody(server.envelopes()[0] as Uint8Array);
    expect(parseEnvelope(envelope).hasAttachments).toBe(false);
  });
});

describe("the way to a new code", () => {
  const offered = () => page.getByRole("heading", { name: walk.t("mailbox.helped") });

  it.each([0, 1])("is asked of whoever comes back early, with %i replies: nobody knows who had help", async (count) => {
    await answered(count);
    await walk.toMailbox(server.origin, code);
    await offered().waitFor();
  });

  it("stays open later, without the question", async () => {
    await answered(2);
    await walk.toMailbox(server.origin, code);
    expect(await offered().count()).toBe(0);
    await walk.toChange("rekey");
  });

  it("is shown alike for a code that nobody knows", async () => {
    await walk.toMailbox(server.origin, code);
    const known = await main();
    await walk.toMailbox(server.origin, newFollowUpCode(server.unit.p));
    expect(await main()).toBe(known);
  });
});

describe("a new code", () => {
  it("is shown and typed back as a first one is, and only then sent, signed by both codes", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("rekey");
    await walk.press("rekey.go");
    await walk.on("code");
    expect(await page.locator("h1").innerText()).toBe(walk.t("rekey.code"));
    expect(await page.locator(".code").count()).toBe(0);
    await walk.press("code.kept");
    expect(await page.getByRole("alert").innerText()).toContain(walk.t("code.notShown"));
    const fresh = await walk.readCode();
    expect(fresh).not.toBe(code);
    await walk.press("code.kept");
    await walk.on("check");
    for (const input of await page.locator("input.digits").all()) await input.fill("999");
    await walk.press("rekey.send");
    expect(await page.getByRole("alert").count()).toBe(1);
    expect(server.envelopes()).toEqual([]);
    await walk.press("check.see");
    expect(await walk.throughCode("rekey.send")).toBe(fresh);
    await walk.on("rekeyed");

    const freshKeys = await keysOf(fresh);
    const { deskId, slip, content } = await sent("rekey");
    expect(deskId).toBe(DESK_GENERAL);
    expect(slip).toMatchObject({ type: "rekey", danger: "unknown", kinds: [], language: "en" });
    expect(toHex(content.mailboxId)).toBe(toHex(keys.mailboxId));
    expect(toHex(content.descriptor)).toBe(toHex(freshKeys.descriptor));
    expect(await verifyRekey(server.unit.p, content, [keys.descriptor])).toBe(true);
    expect(server.envelopes()).toHaveLength(1);
    expect(server.envelopes()[0]).toHaveLength(10_896);
  });

  it("calls the old code dead only once the service has taken the change, and says where replies will be", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("rekey");
    expect(await main()).toContain(walk.t("rekey.both"));
    expect(await main()).toContain(walk.t("rekey.until"));
    await walk.press("rekey.go");
    server.instead.push({ path: "/v1/envelopes", answer: { status: 503, headers: { "retry-after": "30" } } });
    await walk.throughCode("rekey.send");
    await page.locator(".pause:not(:empty)").waitFor();
    expect(await main()).not.toContain(walk.t("rekey.write"));
    await walk.press("send.now");
    await walk.on("rekeyed");
    for (const key of ["rekey.write", "rekey.look", "rekey.end"] as const) expect(await main()).toContain(walk.t(key));
  });

  it("stays the same on the way back and after a refusal: what was written on paper is what is sent", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("rekey");
    await walk.press("rekey.go");
    const fresh = await walk.readCode();
    await page.locator("#back").click();
    await walk.on("rekey");
    await page.locator("#back").click();
    await walk.on("mailbox");
    await walk.toChange("rekey");
    await walk.press("rekey.go");
    server.instead.push({
      path: "/v1/envelopes",
      answer: { status: 400, body: '{"error":{"code":"envelope_malformed","message":""}}' },
    });
    expect(await walk.throughCode("rekey.send")).toBe(fresh);
    await walk.on("fault");
    await walk.press("again");
    await walk.on("rekeyed");
    const { content } = await sent("rekey");
    expect(toHex(content.descriptor)).toBe(toHex((await keysOf(fresh)).descriptor));
  });

  it("leaves a message to the old code until then, for the new one has not arrived", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("rekey");
    await walk.press("rekey.go");
    await walk.readCode();
    await page.locator("#back").click();
    await page.locator("#back").click();
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.tick("a.danger.no");
    await walk.write("message.text", "still me");
    await walk.press("message.send");
    await walk.on("done");
    const { opened } = await server.open(server.envelopes()[0] as Uint8Array);
    if (opened.state !== "opened" || opened.content.type !== "message") throw new Error("not a message");
    expect(toHex(opened.content.mailboxId)).toBe(toHex(keys.mailboxId));
  });

  it("is gone from the page's memory with the old one once it has arrived", async () => {
    await answered(1);
    await walk.toMailbox(server.origin, code);
    await walk.toChange("rekey");
    await walk.press("rekey.go");
    const fresh = await walk.readCode();
    expect(await heapOf(context, page)).toContain(fresh);
    await walk.typeBack(fresh, "rekey.send");
    await walk.on("rekeyed");
    const heap = await heapOf(context, page);
    expect([code, fresh].filter((digits) => heap.includes(digits))).toEqual([]);
  });
});

describe("whoever comes back", () => {
  it("asks the service for the same things: to write, to take the report back, or to change the code", async () => {
    await answered(2);
    const ways: readonly (() => Promise<void>)[] = [
      async () => {
        await walk.press("mailbox.write");
        await walk.tick("a.danger.no");
        await walk.write("message.text", "still me");
        await walk.press("message.send");
        await walk.on("done");
      },
      async () => {
        await walk.toChange("withdraw");
        await walk.press("withdraw.send");
        await walk.on("withdrawn");
      },
      async () => {
        await walk.toChange("rekey");
        await walk.press("rekey.go");
        await walk.throughCode("rekey.send");
        await walk.on("rekeyed");
      },
    ];
    const asked: string[][] = [];
    page.on("request", (request) => asked.at(-1)?.push(`${request.method()} ${new URL(request.url()).pathname}`));
    for (const way of ways) {
      asked.push([]);
      await walk.toMailbox(server.origin, code);
      await way();
    }
    const [written = [], ...others] = asked.map((each) => each.sort());
    expect(written.filter((each) => each === "POST /v1/envelopes")).toHaveLength(1);
    expect(others).toEqual([written, written]);
  });
});
