/** The officers' console, driven by what is written on it. */
import type { Locator, Page } from "playwright-core";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import type { Catalog, ConsoleLanguage } from "../../../web/locales/console/index.ts";
import type { Stack } from "../../tools/stack.ts";

const OPEN_LIMIT_MS = 60_000;

export interface QueueRow {
  id: string;
  level: number;
  /** Everything that the row says. */
  text: string;
}

export class ConsolePage {
  readonly page: Page;
  readonly texts: Catalog;

  constructor(page: Page, language: ConsoleLanguage = "fr") {
    this.page = page;
    this.texts = CATALOGS[language];
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Signs the demonstration's officer in, up to the queue. */
  async signIn(stack: Pick<Stack, "officerUrl" | "officer" | "digits">): Promise<void> {
    const { signIn } = this.texts;
    await this.page.goto(stack.officerUrl);
    await this.page.getByLabel(signIn.name, { exact: true }).fill(stack.officer.name);
    await this.page.getByLabel(signIn.passphrase, { exact: true }).fill(stack.officer.passphrase);
    await this.page.getByRole("radio", { name: this.texts.factor.digits }).check();
    await this.page.getByLabel(signIn.code, { exact: true }).fill(await stack.digits());
    await this.button(signIn.submit).click();
    try {
      await this.page.getByRole("heading", { name: this.texts.queue.title }).waitFor({ timeout: OPEN_LIMIT_MS });
    } catch (cause) {
      throw new Error(`no queue came; the page says: ${await this.page.locator("body").innerText()}`, { cause });
    }
  }

  /** The cases of the queue, in its order. */
  async queue(): Promise<QueueRow[]> {
    return this.page.locator("tr[data-level]").evaluateAll((rows) =>
      rows.map((row) => ({
        id: row.querySelector("a[data-case]")?.getAttribute("data-case") ?? "",
        level: Number(row.getAttribute("data-level")),
        text: row.textContent ?? "",
      })),
    );
  }

  /** Waits for live events to bring a case that `wanted` accepts. */
  async waitForCase(wanted: (row: QueueRow) => boolean): Promise<QueueRow> {
    const deadline = Date.now() + OPEN_LIMIT_MS;
    for (;;) {
      const rows = await this.queue();
      // A row comes before its summary has been opened, beside the page.
      const opened = rows.filter(({ text }) => !text.includes(this.texts.find.openingRow));
      const found = opened.find(wanted);
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`no such case came; the queue has ${JSON.stringify(rows)}`);
      await this.page.waitForTimeout(200);
    }
  }

  async goToQueue(): Promise<void> {
    await this.page.getByRole("navigation").getByRole("link", { name: this.texts.app.queue, exact: true }).click();
    await this.page.getByRole("heading", { name: this.texts.queue.title }).waitFor();
  }

  /** Opens a case from the queue, past its warning. */
  async openCase(id: string): Promise<void> {
    await this.page.locator(`a[data-case="${id}"]`).click();
    await this.button(this.texts.case.reveal).click();
    await this.page.getByRole("heading", { name: this.texts.case.report, exact: true }).waitFor();
  }

  /** Opens a case from the queue, past its warning where that has not been passed in this session. */
  async openSeen(id: string): Promise<void> {
    await this.goToQueue();
    await this.page.locator(`a[data-case="${id}"]`).click();
    const report = this.page.getByRole("heading", { name: this.texts.case.report, exact: true });
    const warned = this.button(this.texts.case.reveal);
    await report.or(warned).first().waitFor();
    if (await warned.isVisible()) await warned.click();
    await report.waitFor();
  }

  /** Opens a case that is one message of a case known already: the console brings it home and shows that case. */
  async openMessage(id: string): Promise<void> {
    await this.page.locator(`a[data-case="${id}"]`).click();
    await this.page.getByText(this.texts.case.attached, { exact: true }).waitFor({ timeout: OPEN_LIMIT_MS });
    const warned = this.button(this.texts.case.reveal);
    if (await warned.isVisible()) await warned.click();
    await this.page.getByRole("heading", { name: this.texts.case.thread, exact: true }).waitFor();
  }

  async claim(): Promise<void> {
    await this.button(this.texts.case.claim).click();
    await this.button(this.texts.case.releaseClaim).waitFor();
  }

  /** Moves the case on screen to another desk. */
  async moveTo(desk: string, reason: string): Promise<void> {
    const { title, move, log } = this.texts.elsewhere;
    await this.page.getByText(title, { exact: true }).click();
    await this.page.getByLabel(move.to, { exact: true }).selectOption({ label: desk });
    await this.page.getByLabel(move.reason, { exact: true }).fill(reason);
    await this.button(move.do).click();
    await this.page.locator(".log").getByText(log.moved(desk)).waitFor({ state: "attached", timeout: OPEN_LIMIT_MS });
  }

  async narrative(): Promise<string> {
    return this.page.locator("p.narrative").innerText();
  }

  /** The report as the officer reads it, account and answers. */
  async report(): Promise<string> {
    return this.page.locator("main").innerText();
  }

  /** Keeps a note with the case. */
  async writeNote(text: string): Promise<void> {
    await this.page.getByLabel(this.texts.note.label, { exact: true }).fill(text);
    await this.button(this.texts.note.save).click();
    await this.page.getByText(this.texts.note.saved, { exact: true }).waitFor({ timeout: OPEN_LIMIT_MS });
  }

  async addLabel(label: string): Promise<void> {
    const { marks } = this.texts;
    await this.page.getByLabel(marks.newLabel, { exact: true }).fill(label);
    await this.button(marks.addLabel).click();
    await this.button(marks.removeLabel(label)).waitFor();
  }

  /** Gives the case back to the desk with a word for whoever takes it up. */
  async handBack(word: string): Promise<void> {
    const { handOver } = this.texts;
    await this.button(handOver.withWord).click();
    await this.page.getByLabel(handOver.label, { exact: true }).fill(word);
    await this.button(handOver.give).click();
    await this.button(this.texts.case.claim).waitFor();
  }

  /** Writes a reply and looks at it as the reporter will see it; `sendReply` sends. */
  async writeReply(text: string): Promise<void> {
    await this.page.getByLabel(this.texts.reply.label, { exact: true }).fill(text);
    await this.button(this.texts.reply.review).click();
    await this.page.getByRole("heading", { name: this.texts.reply.preview, exact: true }).waitFor();
  }

  /** As `writeReply`, from a template in the person's language, with its blanks filled in. */
  async writeMeeting(place: string, time: string): Promise<void> {
    const { template: t, purpose, review, preview } = this.texts.reply;
    await this.button(t.title).click();
    await this.page.getByLabel(t.purpose, { exact: true }).selectOption({ label: purpose.meeting });
    await this.page.getByLabel(t.fill.place, { exact: true }).fill(place);
    await this.page.getByLabel(t.fill.time, { exact: true }).fill(time);
    await this.button(t.use).click();
    await this.button(review).click();
    await this.page.getByRole("heading", { name: preview, exact: true }).waitFor();
  }

  /** Looks for words in what was opened in this session; waits until nothing is found. */
  async searchInVain(words: string): Promise<void> {
    const { app, search } = this.texts;
    await this.page.getByRole("navigation").getByRole("link", { name: search.title, exact: true }).click();
    await this.page.getByRole("heading", { name: search.title, exact: true }).waitFor();
    await this.page.getByLabel(search.label).fill(words);
    await this.page.getByText(search.none, { exact: true }).waitFor();
    await this.page.getByRole("navigation").getByRole("link", { name: app.queue, exact: true }).click();
  }

  /** Keeps the cases of a level as a view. */
  async saveView(name: string, level: number): Promise<void> {
    const { queue, views } = this.texts;
    await this.page.getByRole("combobox", { name: queue.filterLevel }).selectOption(String(level));
    await this.button(views.save).click();
    await this.page.getByLabel(views.name).fill(name);
    await this.button(views.keep).click();
    await this.button(views.remove(name)).waitFor();
    await this.button(name).click(); // shows all cases again
  }

  async sendReply(): Promise<void> {
    await this.button(this.texts.reply.send).click();
  }

  async waitUntilReplied(): Promise<void> {
    await this.page.getByText(this.texts.reply.sent, { exact: true }).waitFor({ timeout: OPEN_LIMIT_MS });
  }

  /** A line of the thread of what came later, by its title. */
  later(title: string): Locator {
    return this.page.locator("ol.thread li.theirs", { has: this.page.getByText(title, { exact: true }) });
  }

  /** The head of the case, which stays in view. */
  head(): Locator {
    return this.page.locator(".case-head");
  }

  /** What the person wrote later, in order. */
  async messages(): Promise<string[]> {
    return this.page.locator("ol.thread li.theirs p.said").allInnerTexts();
  }
}
