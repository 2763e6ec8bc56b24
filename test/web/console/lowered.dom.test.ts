import { describe, expect, it } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { encodeAction, uuidOf } from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { openCaseFile } from "../../../web/console/domain/caseFile.ts";
import { buildMove } from "../../../web/console/domain/moveCase.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { newPage } from "../../tools/browser.ts";
import { atWidth, axeViolations, sidewaysScroll, WIDTHS } from "../../tools/screens.ts";
import { moveFake } from "./tools/fakeMoves.ts";
import { UNDECIDED } from "./tools/head.ts";
import { chainOf, keyringOf } from "./tools/officer.ts";
import { openCase, signIn } from "./tools/person.ts";
import { browser, scene, startConsole } from "./tools/stage.ts";

startConsole();

const ALARM = "Le serveur dit P3, le bordereau scellé dit P0";

/** Lowered by its officer, then moved to the restricted desk: as the host has it afterwards. */
async function lowerAndMove(id: string): Promise<void> {
  const stored = scene.host.state.cases.get(id);
  if (stored === undefined) throw new Error("the scene has this case");
  const { p, officer } = scene.unit;
  const [chain, keyring] = [await chainOf(scene.unit), await keyringOf(scene.unit)];
  const { statement } = chain.newest;
  const answer = (): ReadCaseAnswer => ({
    case: { ...stored.head, ...UNDECIDED },
    items: stored.items,
    entries: stored.entries,
  });
  const read = () => openCaseFile(p, answer(), { chain, keyring });
  const content = encodeAction({ code: "levelled", level: 3, reason: "En sûreté.", slips: [1, 0, 0, 0] });
  const job = {
    caseId: id,
    deskId: 1,
    statement,
    after: (await read()).heads,
    officer,
    kind: "action",
    content,
  } as const;
  const entry = { ...(await buildEntry(p, job)), day: "2026-03-05" };
  stored.entries.push(entry);
  stored.levelEntryId = entry.id;
  const move = {
    answer: answer(),
    file: await read(),
    to: 2,
    reason: "Concerne la ville.",
    keyring,
    statement,
    officer,
  };
  stored.head = {
    ...stored.head,
    level: 3,
    dueHour: null,
    holder: { officerId: uuidOf(officer.id), name: officer.name },
  };
  const refuse = (code: string) => new Error(code);
  moveFake(stored, await buildMove(p, move), { officerId: uuidOf(officer.id), refuse });
}

describe("a case whose level an officer lowered before it was moved", () => {
  it("is at that level in the queue of its new desk, and no alarm: its own log says so", async () => {
    const id = scene.cases.danger;
    const before = scene.host.state.cases.get(id);
    if (before === undefined) throw new Error("the scene has this case");
    const kept = { ...before, entries: [...before.entries] };
    await lowerAndMove(id);
    const look = async (then: (row: Locator, page: Page) => Promise<void>): Promise<void> => {
      const { page, context } = await newPage(browser);
      await signIn(page, scene);
      await then(page.locator("tr", { has: page.locator(`[data-case="${id}"]`) }), page);
      await context.close();
    };
    await look(async (row, page) => {
      await row.getByText("P3").waitFor();
      expect(await page.getByText("Le serveur dit").count()).toBe(0);
    });
    // A server that takes the move out of the log has nobody's word for the level any more.
    const moved = scene.host.state.cases.get(id);
    if (moved !== undefined) moved.entries.pop();
    await look((row) => row.getByText(ALARM).waitFor());
    scene.host.state.cases.set(id, kept);
  });
});

describe("a case whose level the server lowered", () => {
  it("stands at the top of the queue with its sealed level and an alarm, and has it in its head too", async () => {
    const { page, context } = await newPage(browser, { viewport: { width: 1280, height: 900 } });
    await signIn(page, scene);
    const first = page.locator(".queue tbody tr").first();
    expect((await first.innerText()).slice(0, 2)).toBe("P0");
    expect(await page.getByText(ALARM).count()).toBe(0);

    const danger = scene.host.state.cases.get(scene.cases.danger);
    if (danger === undefined) throw new Error("the scene has this case");
    danger.head = { ...danger.head, level: 3, dueHour: null };
    scene.host.changed();
    await first.getByText(ALARM).waitFor();
    expect((await first.innerText()).slice(0, 2)).toBe("P0");
    expect(await first.getByRole("link").getAttribute("data-case")).toBe(scene.cases.danger);
    expect(await page.getByText("Le serveur dit").count()).toBe(1);

    const check = async (): Promise<void> => {
      for (const width of WIDTHS) {
        const found = await atWidth(page, width, async () => [await sidewaysScroll(page), await axeViolations(page)]);
        expect({ width, found }).toEqual({ width, found: [0, []] });
      }
    };
    await check();
    await openCase(page, scene.cases.danger);
    await page.getByRole("alert").filter({ hasText: ALARM }).waitFor();
    expect(await page.locator(".case-head .level").innerText()).toBe("P0");
    expect(await page.locator(".case-head").innerText()).toContain("Danger immédiat");
    await check();
    await context.close();
  });

  it("is no alarm where the server says the more urgent level, as for a case that nobody answered in time", async () => {
    const past = scene.host.state.cases.get(scene.cases.past);
    if (past === undefined) throw new Error("the scene has this case");
    const { level } = past.head;
    past.head = { ...past.head, level: level - 1 };
    const { page, context } = await newPage(browser);
    await signIn(page, scene);
    const row = page.locator("tr", { has: page.locator(`[data-case="${past.head.id}"]`) });
    expect((await row.innerText()).slice(0, 2)).toBe(`P${level - 1}`);
    expect(await row.innerText()).not.toContain("Le serveur dit");
    await context.close();
  });
});
