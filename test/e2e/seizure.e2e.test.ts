import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { Redis } from "ioredis";
import type { Browser } from "playwright-core";
import { codeKeys, fromHex, mailboxIdOf, toHex } from "../../security/index.ts";
import { loadSodium } from "../../security/node.ts";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { dumpDatabase, findLeaks, readTree } from "../tools/leaks.ts";
import type { Haystack } from "../tools/leaks.ts";
import { startManInTheMiddle } from "../tools/manInTheMiddle.ts";
import type { ManInTheMiddle } from "../tools/manInTheMiddle.ts";
import { startStack } from "../tools/stack.ts";
import type { Stack } from "../tools/stack.ts";
import { AttachmentsOf } from "./pages/attachments.ts";
import { ConsolePage } from "./pages/console.ts";
import { FormPage, type ChosenFile } from "./pages/form.ts";
import { formatCode } from "../tools/codes.ts";
import { secretsOf, VICTIM } from "./stories.ts";

const LIMIT_MS = 240_000;
const CLIENT_ADDRESS = "127.0.0.77";
const USER_AGENT = "Zibeline/9.71 (Ferrandaise; kiosk of the Verdaillon library)";
/** Words in a file's name and in the file. */
const FILE_WORDS = ["Kergrist-Moelou", "Coadou-Trévarn", "quittance du Poulfanc, trois mois retenus"];
const [FILE_NAME = "", LATER_NAME = "", FILE_TEXT = ""] = FILE_WORDS;
const file = (name: string): ChosenFile => ({
  name: `${name}.pdf`,
  mimeType: "application/pdf",
  buffer: Buffer.from(`%PDF-1.7\n${FILE_TEXT}\n`),
});
/** What an officer noted for colleagues. */
const NOTE_WORD = "Brimbelloise";
/**
 * The demonstration keeps its officer's passphrase and its ceremony on purpose; no production host has these. The web pages
 * were built before the story, and share common words with it.
 */
const LEFT_OUT = ["demonstration", "unit", "web"];

/**
 * Everything that a thief of the machines would have, after a whole story, is searched for everything that was planted in
 * it: the address and browser a reporter came with, the words, the files and their names, the code and what is derived from
 * it, the passphrase.
 */
describe("a seizure of database, queue, files and output", () => {
  let stack: Stack;
  let middle: ManInTheMiddle;
  let browser: Browser;
  const canaries: string[] = [CLIENT_ADDRESS, "Zibeline", "Ferrandaise", "Verdaillon", NOTE_WORD];

  beforeAll(async () => {
    stack = await startStack({ backend: "redis" });
    middle = await startManInTheMiddle(stack.reporterUrl, CLIENT_ADDRESS);
    browser = await launchBrowser();
    await tellStory();
  }, LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    await middle.stop();
    await stack.stop();
  }, LIMIT_MS);

  async function tellStory(): Promise<void> {
    const { page } = await newPage(browser, { userAgent: USER_AGENT });
    const form = new FormPage(page, VICTIM.language);
    await form.open(middle.url);
    await form.answerAll(VICTIM.script, [file(FILE_NAME)]);
    const code = await form.takeCode();
    await form.typeBack(code);
    await form.send();
    await form.waitUntilSent();

    const desk = new ConsolePage((await newPage(browser, { userAgent: `${USER_AGENT} desk` })).page);
    await desk.signIn(stack);
    const { id } = await desk.waitForCase(() => true);
    await desk.openCase(id);
    const files = new AttachmentsOf(desk, desk.page.locator(".case-body"));
    await files.waitUntilHere(1);
    await files.open(0);
    expect(Buffer.from((await files.save(0)).bytes).toString()).toContain(FILE_TEXT);
    await desk.writeNote(`Rappelée, elle parle de ${NOTE_WORD}.`);
    await desk.claim();
    await desk.writeReply(VICTIM.reply);
    await desk.sendReply();
    await desk.waitUntilReplied();
    const deadline = Date.now() + 60_000;
    do await form.openMailbox(middle.url, code);
    while ((await form.replies()).length === 0 && Date.now() < deadline);
    expect(await form.replies()).toEqual([VICTIM.reply]);
    await form.writeMessage(VICTIM.message, "no", "no", [file(LATER_NAME)]);
    await form.waitUntilSent();

    canaries.push(
      ...FILE_WORDS,
      ...secretsOf(VICTIM),
      code,
      formatCode(code),
      code.slice(0, 24),
      stack.officer.passphrase,
    );
    canaries.push(stack.officer.totpSecret, ...(await derivedFrom(code)));
  }

  /** What would tie the database to the code, in hexadecimal: `findLeaks` looks for the bytes through `places`. */
  async function derivedFrom(code: string): Promise<string[]> {
    const p = await loadSodium();
    const keys = await codeKeys(p, code, fromHex(stack.unit.unitId));
    return [keys.token, keys.outerKey, await mailboxIdOf(p, keys.descriptor)].map(toHex);
  }

  async function everything(): Promise<Haystack[]> {
    const files = [...readTree(stack.dataDir, LEFT_OUT), ...(stack.redis ? readTree(stack.redis.dataDir) : [])];
    const places = [...(await dumpDatabase(stack.database.url())), ...files];
    places.push({ name: "output", bytes: Buffer.from(stack.output()) }, await databaseLog());
    // A canary in hexadecimal is one of bytes: each place is searched as hexadecimal too.
    return places.map(({ name, bytes }) => ({
      name,
      bytes: Buffer.concat([bytes, Buffer.from(bytes.toString("hex"))]),
    }));
  }

  /** What the database server itself has written down: a failing statement's parameters, if it were allowed to. */
  async function databaseLog(): Promise<Haystack> {
    const [row] = await stack.database.client().$queryRaw<
      { dir: string }[]
    >`SELECT current_setting('data_directory') AS dir`;
    const log = join(dirname(row?.dir ?? ""), "server.log");
    return { name: "the database server's log", bytes: readFileSync(log) };
  }

  it("came from where it says: the host saw the planted address and browser", () => {
    const sent = middle.recorded.filter(({ method }) => method === "POST");
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(sent.every(({ headers }) => headers["user-agent"] === USER_AGENT)).toBe(true);
  });

  it(
    "finds none of it",
    async () => {
      const places = await everything();
      const names = places.map(({ name }) => name);
      for (const table of [
        "queue_item",
        "case_record",
        "mailbox_slot",
        "officer",
        "intake_receipt",
        "attachment_part",
        "case_entry",
      ]) {
        expect(names).toContain(`table public.${table}`);
      }
      expect(canaries.length).toBeGreaterThan(20);
      expect(findLeaks(places, canaries)).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    "finds each kind when it is planted: in a table as text and as bytes, in the queue, in output",
    async () => {
      const client = new pg.Client({ connectionString: stack.database.url() });
      await client.connect();
      await client.query("CREATE TABLE planted (word text, bytes bytea)");
      await client.query("INSERT INTO planted VALUES ($1, $2)", [CLIENT_ADDRESS, Buffer.from(VICTIM.script.place)]);
      await client.end();
      const redis = new Redis(stack.redis?.url ?? "");
      await redis.set("planted", stack.officer.passphrase);
      await redis.quit();
      const places = await everything();
      places.push({ name: "output", bytes: Buffer.from(`{"event":"request","agent":"${USER_AGENT}"}`) });

      const found = findLeaks(places, canaries).map(({ place, word }) => `${place}: ${word}`);
      expect(found).toContain(`table public.planted: ${CLIENT_ADDRESS}`);
      expect(found).toContain(`table public.planted: ${VICTIM.script.place}`);
      expect(found).toContain("output: Zibeline");
      expect(found.some((leak) => leak.startsWith("file ") && leak.endsWith(stack.officer.passphrase))).toBe(true);
    },
    LIMIT_MS,
  );
});
