import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { LABELS } from "../../security/labels.ts";
import { launchBrowser, newPage } from "../tools/browser.ts";
import { freshDatabase } from "../tools/database.ts";
import type { FreshDatabase } from "../tools/database.ts";
import { changeDesk, flipBit, resign } from "../tools/forge.ts";
import { startManInTheMiddle } from "../tools/manInTheMiddle.ts";
import type { ManInTheMiddle } from "../tools/manInTheMiddle.ts";
import { startReporterProgram, type ReporterProgram } from "../tools/reporterProgram.ts";
import { makeUnit } from "../tools/unit.ts";
import type { TestUnit } from "../tools/unit.ts";
import { FormPage } from "./pages/form.ts";

const LIMIT_MS = 180_000;
/** Fields of a statement's content, see security/statementContent.ts. */
const ISSUE_DAY = 3;
const EXPIRY_DAY = 4;
const DESK_SEALING_KEY = 3;
const DESK_EPOCH = 1;

/**
 * Whoever runs the host, or a machine in between, serves another statement than the unit's. The page must refuse before it
 * has sealed anything, and say why in the reporter's language; with the true statement back, the same page goes on.
 */
describe("a host that changes the key directory", () => {
  let unit: TestUnit;
  let stranger: TestUnit;
  let database: FreshDatabase;
  let reporter: ReporterProgram;
  let middle: ManInTheMiddle;
  let browser: Browser;
  const dir = mkdtempSync(join(tmpdir(), "abri-proxy-"));

  beforeAll(async () => {
    [unit, stranger] = [await makeUnit(), await makeUnit()];
    database = await freshDatabase();
    // The page was built when version 2 was the newest: version 1 is below its floor.
    const unitPublic = { ...unit.unit, floors: { ...unit.unit.floors, statementVersion: 2 } };
    const [db, databaseUrl] = [database.client(), database.url("abri_reporter")];
    reporter = await startReporterProgram({ unit, unitPublic, db, databaseUrl, dir, quick: true });
    middle = await startManInTheMiddle(reporter.url);
    browser = await launchBrowser();
  }, LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    await middle.stop();
    await reporter.program.stop();
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  });

  const serve = (statement: Uint8Array): void => {
    middle.meddle(({ path }, real) => (path === "/v1/directory" ? { ...real, body: Buffer.from(statement) } : null));
  };
  const posts = (): string[] => middle.recorded.filter(({ method }) => method === "POST").map(({ path }) => path);

  /** A change of the newest statement's content, signed by the unit's own lead: what only a stolen lead key could do. */
  const signedByLead = (change: Parameters<typeof resign>[4]): Uint8Array =>
    resign(unit.p, LABELS.statement, unit.statement.bytes, unit.state.offline.lead.seed, change);

  /** What is served, and the screen that must answer it. */
  const attacks = (): readonly (readonly [string, Uint8Array, string])[] => {
    const { bytes } = unit.statement;
    const otherKey = stranger.statement.desks[0]?.sealingKey ?? new Uint8Array();
    const strangersLead = stranger.state.offline.lead.seed;
    return [
      ["another unit's statement", stranger.statement.bytes, "refused-signature"],
      [
        "a desk key swapped, signed by a stranger",
        resign(unit.p, LABELS.statement, bytes, strangersLead, (content) =>
          changeDesk(content, DESK_SEALING_KEY, otherKey),
        ),
        "refused-signature",
      ],
      [
        "an epoch changed, signed by a stranger",
        resign(unit.p, LABELS.statement, bytes, strangersLead, (content) => changeDesk(content, DESK_EPOCH, 2)),
        "refused-signature",
      ],
      ["a signature of zeros", Buffer.concat([new Uint8Array(64), bytes.slice(64)]), "refused-signature"],
      ["a stripped signature", bytes.slice(64), "refused-broken"],
      ["one bit turned over", flipBit(bytes, 64 * 8 + 900 * 8), "refused-signature"],
      ["half of it", bytes.slice(0, bytes.length / 2), "refused-broken"],
      ["the version before", unit.directory[0]?.statement ?? new Uint8Array(), "refused-old"],
      [
        "one that has expired",
        signedByLead((content) => content.set(ISSUE_DAY, unit.today - 9).set(EXPIRY_DAY, unit.today - 2)),
        "refused-date",
      ],
      [
        "one that is not valid yet",
        signedByLead((content) => content.set(ISSUE_DAY, unit.today + 2).set(EXPIRY_DAY, unit.today + 3)),
        "refused-date",
      ],
    ];
  };

  it.each(["fr", "en"] as const)(
    "is refused before anything is sealed, in %s, and the true statement is accepted",
    async (language) => {
      const before = posts().length;
      const form = new FormPage((await newPage(browser, { locale: language })).page, language);
      await form.open(middle.url);
      await form.answerAll({ danger: "no", subject: "me", kinds: ["pay"], narrative: "mot" });
      await form.typeBack(await form.takeCode());
      const outcomes: [string, string][] = [];
      let first = true;
      for (const [what, statement] of attacks()) {
        serve(statement);
        if (first) await form.send();
        else await form.press("again");
        first = false;
        await form.page.getByRole("heading", { name: form.t("refused.title"), exact: true }).waitFor();
        outcomes.push([what, await form.screen()]);
        await form.page.getByText(form.t("refused.nothing"), { exact: true }).waitFor();
      }
      expect(outcomes).toEqual(attacks().map(([what, , screen]) => [what, screen]));
      expect(posts()).toHaveLength(before);

      middle.meddle(null);
      await form.press("again");
      await form.waitUntilSent();
      expect(posts().slice(before)).toEqual(["/v1/envelopes"]);
    },
    LIMIT_MS,
  );

  it("is refused before a mailbox is asked for", async () => {
    const before = posts().length;
    const form = new FormPage((await newPage(browser)).page, "fr");
    serve(stranger.statement.bytes);
    await form.page.goto(middle.url);
    await expect(form.openMailbox(middle.url, "000 000 000 000 000 000 000 000 000", 8_000)).rejects.toThrow();
    await form.waitFor("refused-signature");
    expect(posts()).toHaveLength(before);
    middle.meddle(null);
    await form.press("again");
    await form.waitFor("mailbox", 60_000);
    expect(posts().slice(before)).toEqual(["/v1/mailbox"]);
  });
});
