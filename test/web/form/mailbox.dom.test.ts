import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  codeKeys,
  DESK_GENERAL,
  DESK_RESTRICTED,
  fromHex,
  newFollowUpCode,
  sealReply,
  splitReply,
  verifyThread,
  type CodeKeys,
  type DeskSecret,
  type LaterMessage,
} from "../../../security/index.ts";
import { flipBit } from "../../tools/forge.ts";
import { makeUnit } from "../../tools/unit.ts";
import { complaints, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { formatCode } from "../../tools/codes.ts";
import { mailboxWith } from "./support/mailboxes.ts";

let code: string;
let keys: CodeKeys;
startForm();
beforeAll(async () => {
  code = newFollowUpCode(server.unit.p);
  keys = await codeKeys(server.unit.p, code, fromHex(server.unit.unit.unitId));
});

freshPages("en");

const deskNumber = (id: number, desks = server.unit.desks): DeskSecret => {
  const desk = desks.find(({ deskId }) => deskId === id);
  if (!desk) throw new Error(`the unit has no desk ${id}`);
  return desk;
};

const reply = (text: string, sequence: number, more: { desk?: DeskSecret; part?: number; parts?: number } = {}) => {
  const { desk = deskNumber(DESK_GENERAL), part = 1, parts = 1 } = more;
  const { deskId, signing } = desk;
  return sealReply(server.unit.p, { descriptor: keys.descriptor, signing, deskId, sequence, part, parts, text });
};

async function enter(typed = code): Promise<void> {
  await walk.open(server.origin, "code");
  await walk.write("enter.label", typed);
  await walk.press("enter.open");
}

const shown = (): Promise<string[]> => page.locator(".reply .words").allTextContents();

describe("entering a code", () => {
  it.each([
    ["with spaces", (digits: string) => formatCode(digits)],
    ["with dashes and in lines", (digits: string) => formatCode(digits).replaceAll(" ", "-\n")],
    ["in Bengali digits", (digits: string) => digits.replace(/\d/g, (d) => String.fromCodePoint(0x9e6 + Number(d)))],
    ["in Arabic digits", (digits: string) => digits.replace(/\d/g, (d) => String.fromCodePoint(0x660 + Number(d)))],
  ])("takes it %s", async (_, written) => {
    await enter(written(code));
    await walk.on("mailbox");
    const [, asked] = server.asked;
    expect(asked?.path).toBe("/v1/mailbox");
    expect(asked?.body).toHaveLength(48);
    expect(Buffer.compare(asked?.body.slice(0, 16) as Uint8Array, keys.mailboxId)).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("says that a group is wrong and asks the server nothing", async () => {
    const wrong = code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);
    await enter(wrong);
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").innerText()).toContain(walk.t("enter.wrong"));
    expect(server.asked).toEqual([]);
    await walk.write("enter.label", code.slice(0, 20));
    await walk.press("enter.open");
    expect(await page.getByRole("alert").innerText()).toContain("20");
  });

  it("opens an empty mailbox for a practice code, as for any unknown one", async () => {
    await walk.open(server.origin, "code");
    await enter(newFollowUpCode(server.unit.p));
    await walk.on("mailbox");
    expect(await page.locator("main").innerText()).toContain(walk.t("mailbox.none"));
  });
});

describe("reading replies", () => {
  it("shows them in order, the parts of a long one joined", async () => {
    const long = "নমস্কার, আমরা আপনার কথা পড়েছি। ".repeat(100);
    const parts = splitReply(long);
    expect(parts.length).toBeGreaterThan(1);
    const slots = [await reply("first", 1)];
    for (const [i, text] of parts.entries()) slots.push(await reply(text, 2 + i, { part: i + 1, parts: parts.length }));
    server.mailbox = mailboxWith(server.unit.p, slots);
    await enter();
    await walk.on("mailbox");
    expect(await shown()).toEqual(["first", long]);
    expect(await page.locator("main").innerText()).toContain(walk.t("mailbox.verified"));
  });

  it("shows only what the unit signed, and says how many it refused", async () => {
    const stranger = (await makeUnit()).desks;
    server.mailbox = mailboxWith(server.unit.p, [
      await reply("from the unit", 1),
      await reply("from a stranger", 2, { desk: deskNumber(DESK_GENERAL, stranger) }),
      await reply("signed by the other desk", 3, {
        desk: { ...deskNumber(DESK_GENERAL), signing: deskNumber(DESK_RESTRICTED).signing },
      }),
    ]);
    await enter();
    await walk.on("mailbox");
    expect(await shown()).toEqual(["from the unit"]);
    expect(await page.locator("main").innerText()).toContain(walk.t("mailbox.refused", { count: 2 }));
  });

  it("says when a part is missing", async () => {
    server.mailbox = mailboxWith(server.unit.p, [null, await reply("the end", 2, { part: 2, parts: 2 })]);
    await enter();
    await walk.on("mailbox");
    expect(await page.locator("main").innerText()).toContain(walk.t("mailbox.missing"));
  });

  it("numbers them by their own numbers, and says which one is missing or does not verify", async () => {
    const headings = (): Promise<string[]> => page.locator(".reply h2").allTextContents();
    server.mailbox = mailboxWith(server.unit.p, [await reply("one", 1), await reply("two", 2)]);
    await enter();
    await walk.on("mailbox");
    expect(await headings()).toEqual(["Reply 1", "Reply 2"]);
    expect(await page.locator("main").innerText()).not.toContain("missing here");

    const stranger = (await makeUnit()).desks;
    server.mailbox = mailboxWith(server.unit.p, [
      await reply("one", 1),
      null,
      await reply("from a stranger", 3, { desk: deskNumber(DESK_GENERAL, stranger) }),
      await reply("four", 4, { part: 1, parts: 2 }),
      await reply("and five", 5, { part: 2, parts: 2 }),
      null,
      await reply("seven", 7),
    ]);
    await enter();
    await walk.on("mailbox");
    expect(await headings()).toEqual(["Reply 1", "Reply 4–5", "Reply 7"]);
    const said = await page.locator("main").innerText();
    expect(said).toContain(walk.t("mailbox.gaps", { from: 2, to: 3 }));
    expect(said).toContain(walk.t("mailbox.gap", { number: 6 }));
    expect(said.indexOf("Reply 6 is missing")).toBeLessThan(said.indexOf("Reply 7"));
    expect(said).not.toContain(walk.t("mailbox.older"));
  });

  it("says that older ones are gone when newer ones took their place, and calls none missing", async () => {
    const slots = await Promise.all([9, 10, 3, 4, 5, 6, 7, 8].map((sequence) => reply(`${sequence}`, sequence)));
    server.mailbox = mailboxWith(server.unit.p, slots);
    await enter();
    await walk.on("mailbox");
    expect(await shown()).toEqual(["3", "4", "5", "6", "7", "8", "9", "10"]);
    const said = await page.locator("main").innerText();
    expect(said).toContain(walk.t("mailbox.older"));
    expect(said).not.toContain("missing here");
  });

  it("reads nothing when the directory is not to be believed", async () => {
    server.directory = flipBit(server.unit.statement.bytes, 8 * 2000);
    server.mailbox = mailboxWith(server.unit.p, [await reply("from the unit", 1)]);
    await enter();
    await walk.on("refused-signature");
    expect(server.asked.map(({ path }) => path)).toEqual(["/v1/directory"]);
  });
});

/** Writes, sends, and opens what was sent. */
async function send(): Promise<{ deskId: number; content: LaterMessage; slip: unknown }> {
  await walk.write("message.text", "they came back");
  await walk.press("message.send");
  await walk.on("done");
  const { opened, slip } = await server.open(server.envelopes()[0] as Uint8Array);
  if (opened.state !== "opened" || opened.content.type !== "message") throw new Error("not a message that opens");
  return { deskId: opened.deskId, content: opened.content, slip };
}

describe("writing again", () => {
  it("asks what the report was about while no reply names the desk; who does not know goes to the restricted one", async () => {
    await enter();
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.tick("a.danger.soon");
    await page.locator("#f-desk-3").check();
    const { deskId, content, slip } = await send();
    expect(deskId).toBe(DESK_RESTRICTED);
    expect(content.text).toBe("they came back");
    expect(slip).toMatchObject({ type: "message", danger: "soon", kinds: [], language: "en" });
    expect(await verifyThread(server.unit.p, content, keys.thread.publicKey)).toBe(true);
    expect(await verifyThread(server.unit.p, content, server.unit.p.ed25519KeyPair(new Uint8Array(32)).publicKey)).toBe(
      false,
    );
  });

  it.each([
    ["yes", 1, DESK_RESTRICTED],
    ["no", 2, DESK_GENERAL],
  ])("takes %s for an answer", async (_, choice, desk) => {
    await enter();
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.tick("a.danger.soon");
    await page.locator(`#f-desk-${choice}`).check();
    expect((await send()).deskId).toBe(desk);
  });

  it("writes to the desk that answered, without asking", async () => {
    server.mailbox = mailboxWith(server.unit.p, [await reply("hello", 1, { desk: deskNumber(DESK_GENERAL) })]);
    await enter();
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.on("message");
    expect(await page.locator("[name=f-desk]").count()).toBe(0);
    await walk.tick("a.danger.soon");
    expect((await send()).deskId).toBe(DESK_GENERAL);
  });

  it("refuses the code inside the message", async () => {
    await enter();
    await walk.on("mailbox");
    await walk.press("mailbox.write");
    await walk.tick("a.danger.soon");
    await page.locator("#f-desk-2").check();
    await walk.write("message.text", `my code is ${formatCode(code)}, keep it`);
    await walk.press("message.send");
    expect(await page.getByRole("alert").innerText()).toContain(walk.t("error.code"));
    expect(server.envelopes()).toEqual([]);
    await send();
  });
});
