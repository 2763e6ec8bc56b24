/** The reporter's page, driven as a person does: by what is written on it, in the language it is shown in. */
import type { Locator, Page } from "playwright-core";
import { catalog as en } from "../../../web/locales/form/en.ts";
import type { Catalog, Key } from "../../../web/locales/form/en.ts";
import { catalog as fr } from "../../../web/locales/form/fr.ts";
import { OWN_NAMES } from "../../../web/locales/form/languages.ts";
import { QUESTIONS } from "../../../web/form/questions.ts";
import type { Field, FieldName } from "../../../web/form/questions.ts";

export type Language = "fr" | "en";

const CATALOGS: Readonly<Record<Language, Catalog>> = { fr, en };

/** Sealing, a busy machine, and waiting for a process that was killed. */
const SEND_LIMIT_MS = 60_000;

/** A file as a device has it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What is answered, by the names of the report's fields; what is left out is skipped. */
export type Script = Partial<Record<FieldName, string | readonly string[]>>;

export class FormPage {
  readonly page: Page;
  readonly language: Language;

  constructor(page: Page, language: Language) {
    this.page = page;
    this.language = language;
  }

  t(key: Key, values: Record<string, string | number> = {}): string {
    return CATALOGS[this.language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  button(key: Key): Locator {
    return this.page.getByRole("button", { name: this.t(key), exact: true });
  }

  async press(key: Key): Promise<void> {
    await this.button(key).click();
  }

  /** Waits for a screen by its name, see web/form/screens. */
  async waitFor(screen: string, timeout = SEND_LIMIT_MS): Promise<void> {
    await this.page.locator(`main[data-screen="${screen}"]`).waitFor({ timeout });
  }

  async screen(): Promise<string> {
    return (await this.page.locator("main").getAttribute("data-screen")) ?? "";
  }

  /** Comes to the page, chooses the language, reads what comes before and starts. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole("button", { name: OWN_NAMES[this.language], exact: true }).click();
    await this.waitFor("intro");
    await this.press("intro.start");
    await this.waitFor("question-danger");
  }

  /** Answers one question's fields and goes on. */
  async answerQuestion(id: string, script: Script): Promise<void> {
    const question = QUESTIONS.find((each) => each.id === id);
    if (question === undefined) throw new Error(`there is no question ${id}`);
    for (const field of question.fields) {
      const given = script[field.name];
      if (given !== undefined)
        await this.fill(field, typeof given === "string" ? [given] : given, question.fields.length);
    }
    await this.press("continue");
  }

  private async fill(field: Field, values: readonly string[], fieldsOnScreen: number): Promise<void> {
    if (field.type === "text") {
      await this.page.getByRole("textbox", { name: this.t(field.label) }).fill(values[0] ?? "");
      return;
    }
    const grouped = field.label !== undefined && fieldsOnScreen > 1;
    const scope = grouped ? this.page.getByRole("group", { name: this.t(field.label) }) : this.page.locator("main");
    for (const value of values) {
      const choice = field.choices.find((each) => each.value === value);
      if (choice === undefined) throw new Error(`${field.name} has no answer ${value}`);
      const role = field.type === "one" ? "radio" : "checkbox";
      await scope.getByRole(role, { name: this.t(choice.text), exact: true }).check();
    }
  }

  /**
   * Adds files from a screen where words are typed, and comes back to it. What cannot be cleaned is added after the warning;
   * of every picture the original is kept.
   */
  async addFiles(files: readonly ChosenFile[]): Promise<void> {
    const from = await this.screen();
    await this.press("add.add");
    await this.waitFor("files");
    await this.page.locator('input[type="file"]:not([accept])').setInputFiles([...files]);
    for (const [i, { mimeType }] of files.entries()) {
      const row = this.page.locator("ul.files > li").nth(i);
      await row.waitFor();
      if (!mimeType.startsWith("image/")) await this.page.getByRole("button", { name: this.t("files.anyway") }).click();
      else await row.getByRole("checkbox", { name: this.t("files.keep") }).check();
    }
    await this.press("continue");
    await this.waitFor(from);
  }

  /**
   * All thirteen questions, up to the review; whoever helps reads the consent script aloud on the way.
   * @param files added beside the account
   */
  async answerAll(script: Script, files: readonly ChosenFile[] = []): Promise<void> {
    for (const { id } of QUESTIONS) {
      await this.waitFor(`question-${id}`);
      if (id === "narrative" && files.length > 0) await this.addFiles(files);
      await this.answerQuestion(id, script);
      if (id === "subject" && script.subject === "helping") {
        await this.waitFor("consent");
        await this.press("consent.yes");
      }
    }
    await this.waitFor("review");
  }

  /** From the review to the code. @returns its 27 digits, as they stand on the screen */
  async takeCode(helping = false): Promise<string> {
    if (helping) await this.page.getByRole("checkbox", { name: this.t("review.read"), exact: true }).check();
    await this.press("continue");
    if (helping) {
      await this.waitFor("hand");
      await this.press("hand.go");
    }
    return this.showCode();
  }

  /** On the screen of a code, the first one or a new one. @returns its 27 digits */
  private async showCode(): Promise<string> {
    await this.waitFor("code");
    await this.press("code.show");
    const groups = this.page.getByRole("list", { name: this.t("code.label"), exact: true }).getByRole("listitem");
    const shown = await groups.evaluateAll((items) => items.map((item) => item.lastChild?.textContent ?? ""));
    return shown.join("");
  }

  /** Types back the two groups that the page asks for; the next press sends. */
  async typeBack(code: string): Promise<void> {
    await this.press("code.kept");
    await this.waitFor("check");
    for (let group = 1; group <= 9; group += 1) {
      const field = this.page.getByRole("textbox", { name: this.t("check.group", { number: group }), exact: true });
      if ((await field.count()) > 0) await field.fill(code.slice((group - 1) * 3, group * 3));
    }
  }

  async send(): Promise<void> {
    await this.press("check.send");
  }

  async waitUntilSent(): Promise<void> {
    await this.waitFor("done", SEND_LIMIT_MS);
  }

  /** Erases everything, as the last screen offers. */
  async finish(helping = false): Promise<void> {
    await this.press(helping ? "back.erase" : "done.erase");
    await this.waitFor("language");
  }

  /** Comes back with a code. Digits may be of any script, with any spaces. */
  async openMailbox(url: string, code: string, limitMs = SEND_LIMIT_MS): Promise<void> {
    await this.page.goto(url);
    await this.page.locator(".doors summary").click();
    const door = this.page.locator(".doors").getByRole("button", { name: OWN_NAMES[this.language], exact: true });
    await door.click();
    await this.waitFor("enter");
    await this.page.getByRole("textbox", { name: this.t("enter.label"), exact: true }).fill(code);
    await this.press("enter.open");
    await this.waitFor("mailbox", limitMs);
  }

  /** Texts of the replies on the mailbox screen, in order. */
  async replies(): Promise<string[]> {
    return this.page.getByRole("article").locator("p.words").allInnerTexts();
  }

  /** Takes the new code that whoever comes back early is offered. @returns its 27 digits, once it has arrived */
  async changeCode(): Promise<string> {
    const offer = this.page
      .locator(".notice")
      .filter({ has: this.page.getByRole("heading", { name: this.t("mailbox.helped") }) });
    await offer.getByRole("button", { name: this.t("mailbox.rekey"), exact: true }).click();
    await this.waitFor("rekey");
    await this.press("rekey.go");
    const code = await this.showCode();
    await this.typeBack(code);
    await this.press("rekey.send");
    await this.waitFor("rekeyed", SEND_LIMIT_MS);
    return code;
  }

  /** Takes the report back, from the mailbox screen of a report that was answered. */
  async withdraw(): Promise<void> {
    await this.press("mailbox.withdraw");
    await this.waitFor("withdraw");
    await this.press("withdraw.send");
    await this.waitFor("withdrawn", SEND_LIMIT_MS);
  }

  /** Writes another message from the mailbox screen. `aboutAuthority` is asked only while no reply has come. */
  async writeMessage(
    text: string,
    danger: "now" | "soon" | "no" | "unknown",
    aboutAuthority: "yes" | "no" = "no",
    files: readonly ChosenFile[] = [],
  ): Promise<void> {
    await this.press("mailbox.write");
    await this.waitFor("message");
    if (files.length > 0) await this.addFiles(files);
    const inDanger = this.page.getByRole("group", { name: this.t("message.danger") });
    await inDanger.getByRole("radio", { name: this.t(`a.danger.${danger}`), exact: true }).check();
    const desk = this.page.getByRole("group", { name: this.t("message.desk") });
    if ((await desk.count()) > 0) await desk.getByRole("radio", { name: this.t(aboutAuthority), exact: true }).check();
    await this.page.getByRole("textbox", { name: this.t("message.text"), exact: true }).fill(text);
    await this.press("message.send");
  }
}
