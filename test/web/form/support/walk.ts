/** Walking the journey as a person does: by what is written on the screen. */
import type { Locator, Page } from "playwright-core";
import type { Language } from "../../../../security/index.ts";
import type { Key } from "../../../../web/locales/form/en.ts";
import { CATALOGS } from "../../../../web/locales/form/index.ts";
import { OWN_NAMES } from "../../../../web/locales/form/languages.ts";
import { accompanying } from "./beside.ts";
import { hurryThrough, type Answer } from "./hurry.ts";

/** Called with the name of each screen as it is reached. */
export type Look = (screen: string) => Promise<void>;

/** What does not come by then never comes, on the slowest machine. Milliseconds. */
const HANG_MS = 60_000;

/** What a walk to the review tells, beside the least that has to be told. */
interface Given {
  readonly narrative?: string;
  readonly accused?: Key;
  readonly phone?: Key;
}

const LEAST: readonly Answer[] = [
  ["danger", "a.danger.no"],
  ["subject", "a.subject.me"],
];

export class Walker {
  readonly page: Page;
  readonly language: Language;
  readonly #look: Look | undefined;

  constructor(page: Page, language: Language, look?: Look) {
    this.page = page;
    page.setDefaultTimeout(HANG_MS);
    this.language = language;
    this.#look = look;
  }

  /** The words of a key in the walker's language. */
  t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
    return (CATALOGS[this.language][key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  /** All that the page shows for a key: French and English too, for a draft on which safety hangs. */
  words(key: Key): string {
    return [this.t(key), ...accompanying(this.language, key)].join(" ");
  }

  screen(): Promise<string | null> {
    return this.page.locator("#main").getAttribute("data-screen");
  }

  /** Waits for a screen, then looks at it. */
  async on(screen: string): Promise<void> {
    await this.page.locator(`#main[data-screen="${screen}"]`).waitFor();
    await this.#look?.(screen);
  }

  async press(key: Key): Promise<void> {
    await this.page.getByRole("button", { name: this.words(key), exact: true }).click();
  }

  async tick(...keys: readonly Key[]): Promise<void> {
    for (const key of keys) await this.page.getByLabel(this.words(key), { exact: true }).check();
  }

  async write(key: Key, text: string): Promise<void> {
    await this.page.getByLabel(this.words(key), { exact: true }).fill(text);
  }

  async open(origin: string, door: "report" | "code" = "report"): Promise<void> {
    await this.page.goto(origin);
    await this.on("language");
    if (door === "code") await this.page.locator(".doors summary").click();
    const list = this.page.locator(door === "code" ? ".doors" : ".languages").first();
    await list.getByRole("button", { name: OWN_NAMES[this.language], exact: true }).click();
    await this.on(door === "code" ? "enter" : "intro");
  }

  /** Answers a question (or leaves it) and goes on. */
  async answer(question: string, ...keys: readonly Key[]): Promise<void> {
    await this.on(`question-${question}`);
    await this.tick(...keys);
    await this.press("continue");
  }

  /** From the first question to the review, with the least that is asked and what is given. */
  async toReview(given: Given = {}): Promise<void> {
    await this.press("intro.start");
    await this.throughQuestions(given);
  }

  /** As `toReview`, once the first question is there or on its way. */
  async throughQuestions({ narrative, accused, phone }: Given = {}): Promise<void> {
    await this.#answerAll([...LEAST, ["phone", phone], ["kinds", "a.kinds.pay"]]);
    await this.on("question-narrative");
    if (narrative !== undefined) await this.write("f.narrative", narrative);
    await this.fromNarrative(accused);
  }

  /** From the start to the question where words are typed. */
  async toNarrative(origin: string): Promise<void> {
    await this.open(origin);
    await this.press("intro.start");
    await this.#answerAll([...LEAST, ["phone"], ["kinds", "a.kinds.pay"]]);
    await this.on("question-narrative");
  }

  /** From there to the review, with nothing else answered. */
  async fromNarrative(accused?: Key): Promise<void> {
    const rest = ["place", "signs", "child", "help", "consent", "comeBack"] as const;
    await this.#answerAll([["narrative"], ["when"], ["accused", accused], ...rest.map((id) => [id] as const)]);
    await this.on("review");
  }

  /** Question after question: at once where nobody looks at the screens. */
  async #answerAll(answers: readonly Answer[]): Promise<void> {
    if (this.#look === undefined) return hurryThrough(this.page, answers);
    for (const [question, key] of answers) await this.answer(question, ...(key === undefined ? [] : [key]));
  }

  /** A headless browser has no other tab to go to: the page is told that it is hidden, as it would be. */
  async hide(hidden: boolean): Promise<void> {
    await this.page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      Object.defineProperty(document, "visibilityState", { value: value ? "hidden" : "visible", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  }

  /** Comes back with a code, up to the mailbox. */
  async toMailbox(origin: string, code: string): Promise<void> {
    await this.open(origin, "code");
    await this.write("enter.label", code);
    await this.press("enter.open");
    await this.on("mailbox");
  }

  /** From the mailbox to a later message: nobody is in danger, and the report was not about an authority. */
  async toMessage(): Promise<void> {
    await this.press("mailbox.write");
    await this.on("message");
    const group = (key: Key): Locator => this.page.getByRole("group", { name: this.t(key) });
    await group("message.danger").getByLabel(this.t("a.danger.no")).check();
    await group("message.desk").getByLabel(this.t("no"), { exact: true }).check();
  }

  /** From the mailbox to the screen before a withdrawal or a change of code; the desk is asked while no reply names it. */
  async toChange(change: "rekey" | "withdraw", aboutPolice?: "yes" | "no" | "message.unknown"): Promise<void> {
    await this.press(`mailbox.${change}`);
    if (aboutPolice !== undefined) {
      await this.on("desk");
      await this.tick(aboutPolice);
      await this.press("continue");
    }
    await this.on(change);
  }

  /** Shows the code and reads it off the screen: 27 digits. */
  async readCode(): Promise<string> {
    await this.on("code");
    await this.press("code.show");
    const groups = await this.page.locator(".code li").allTextContents();
    await this.#look?.("code-shown");
    return groups.map((group) => group.trim().split(" ").at(-1)).join("");
  }

  /** Through the code screen and its gate, up to pressing "send", whatever is sent. Returns the code. */
  async throughCode(send: Key = "check.send"): Promise<string> {
    const code = await this.readCode();
    await this.typeBack(code, send);
    return code;
  }

  /** From a code that was seen through its gate. */
  async typeBack(code: string, send: Key = "check.send"): Promise<void> {
    await this.press("code.kept");
    await this.on("check");
    for (const input of await this.page.locator("input.digits").all()) {
      const group = Number((await input.getAttribute("id"))?.split("-").at(-1));
      await input.fill(code.slice(3 * group - 3, 3 * group));
    }
    await this.press(send);
  }
}
