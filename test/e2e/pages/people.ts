/** The leads' section of the console, and the enrolment of whoever is invited. */
import { join } from "node:path";
import { Secret, TOTP } from "otpauth";
import { certifyLead, dayOf, toBase64Url, verifyLeadRequest } from "../../../security/index.ts";
import { loadSumo, loadUnitFiles, saveCertificates } from "../../../security/node.ts";
import type { Stack } from "../../tools/stack.ts";
import { addAuthenticator } from "../../tools/virtualAuthenticator.ts";
import { ConsolePage } from "./console.ts";

const LIMIT_MS = 60_000;
const TOTP_PERIOD_MS = 30_000;
/** More than making a vault and its keys takes, on a busy machine. */
const ENROL_MS = 15_000;

export interface Newcomer {
  readonly name: string;
  readonly passphrase: string;
}

export class PeoplePage extends ConsolePage {
  async goTo(place: "people" | "leads" | "directory"): Promise<void> {
    await this.page.evaluate((to) => {
      location.hash = `#/${to}`;
    }, place);
    await this.page.getByRole("heading", { level: 1, name: this.texts.people.places[place], exact: true }).waitFor();
    await this.page.locator("section.people").first().waitFor();
  }

  /** The link that a new officer opens. */
  async invite(role: "officer" | "lead"): Promise<string> {
    const t = this.texts.people;
    await this.goTo("people");
    await this.page.getByRole("radio", { name: t.roles[role] }).check();
    await this.button(t.inviteSubmit).click();
    const link = await this.page.getByRole("group", { name: t.inviteLink }).innerText();
    await this.button(t.close).click();
    return link;
  }

  /** Enrols with a link, signs in, and waits to be admitted. */
  async enrol(link: string, name: string, by: "digits" | "passkey" = "digits"): Promise<Newcomer> {
    const { enrol: t, factor, signIn, pending } = this.texts;
    if (by === "passkey") await addAuthenticator(this.page);
    await this.page.goto(link);
    await this.button(t.start).click();
    await this.page.getByLabel(t.nameTitle).fill(name);
    await this.button(t.start).click();
    await this.button(t.written).waitFor();
    const passphrase = (await this.page.locator(".words li").allInnerTexts()).join(" ");
    await this.button(t.written).click();
    await this.page.getByLabel(t.typeBack).fill(passphrase);
    await this.button(t.start).click();
    const totpSecret = by === "digits" ? await this.#firstDigits() : null;
    await this.button(totpSecret === null ? factor.enrolSubmit : t.submit).click();
    await this.page.getByText(pending.done).waitFor({ timeout: LIMIT_MS });
    await this.page.getByLabel(signIn.name, { exact: true }).fill(name);
    await this.page.getByLabel(signIn.passphrase, { exact: true }).fill(passphrase);
    if (totpSecret !== null) {
      await this.page.getByRole("radio", { name: factor.digits }).check();
      await this.page.getByLabel(signIn.code, { exact: true }).fill(digits(totpSecret, Date.now()));
    }
    await this.button(signIn.submit).click();
    await this.page.getByText(pending.requestSent).waitFor({ timeout: LIMIT_MS });
    return { name, passphrase };
  }

  /** Chooses digits, and fills in the first. @returns the secret that they come of */
  async #firstDigits(): Promise<string> {
    const { enrol: t, factor } = this.texts;
    await this.page.getByRole("radio", { name: factor.digits }).check();
    const totpSecret = (await this.page.locator(".copyable").first().innerText()).replaceAll(/\s/g, "");
    // The digits before the current ones: those that are shown now stay free for the sign-in. The host takes them until the
    // period ends, so one that is about to end is waited out.
    while (TOTP_PERIOD_MS - (Date.now() % TOTP_PERIOD_MS) < ENROL_MS) await this.page.waitForTimeout(250);
    await this.page.getByLabel(t.totpCode).fill(digits(totpSecret, Date.now() - TOTP_PERIOD_MS));
    return totpSecret;
  }

  /** The eight groups, as the person on this page reads them aloud. */
  async fingerprint(): Promise<string> {
    return (await this.page.locator(".fingerprint span").allInnerTexts()).join(" ");
  }

  /** Admits somebody who waits; `groups` are what they read aloud. */
  async admit(name: string, groups: string, more: { lead?: boolean; restricted?: boolean } = {}): Promise<void> {
    const t = this.texts.people;
    await this.goTo("people");
    await this.button(`${t.admit} ${name}`).click();
    await this.page.getByLabel(t.fingerprint).fill(groups);
    if (more.lead === true) await this.page.getByRole("radio", { name: t.roles.lead }).check();
    if (more.restricted === true) await this.page.getByRole("checkbox", { name: this.texts.desks.restricted }).check();
    await this.button(t.admitSubmit).click();
  }

  /** Opens a desk of the unit's own, with these officers on it. */
  async openDesk(name: { readonly fr: string; readonly en: string }, members: readonly string[]): Promise<void> {
    const t = this.texts.ownDesks;
    await this.goTo("directory");
    await this.button(t.open).click();
    await this.page.getByLabel(t.french, { exact: true }).fill(name.fr);
    await this.page.getByLabel(t.english, { exact: true }).fill(name.en);
    for (const member of members) await this.page.getByRole("checkbox", { name: member, exact: true }).check();
    await this.button(t.submit).click();
    await this.page.getByText(t.opened(name.fr)).waitFor({ timeout: LIMIT_MS });
  }

  /** Waits for what is said after something was published; the command for the operator where there is one. */
  async published(version: number): Promise<string | null> {
    await this.page.getByText(this.texts.people.done(String(version))).waitFor({ timeout: LIMIT_MS });
    const command = this.page.locator(".notice.good code").first();
    return (await command.count()) === 0 ? null : command.innerText();
  }

  async remove(name: string): Promise<void> {
    const t = this.texts.people;
    await this.goTo("people");
    await this.button(`${t.remove} ${name}`).click();
    await this.page.getByLabel(t.removeType(name)).fill(name);
    await this.button(t.removeSubmit).click();
  }

  /** Takes this lead's request to the root, which is a file here, and the certificate back. */
  async certify({ dataDir, unit }: Pick<Stack, "dataDir" | "unit">): Promise<void> {
    const { leads } = this.texts.people;
    await this.goTo("leads");
    const request = await this.page.getByRole("group", { name: leads.step1 }).innerText();
    const sumo = await loadSumo();
    const unitDir = join(dataDir, "unit");
    const state = await loadUnitFiles(unitDir);
    const certified = certifyLead(sumo, state, verifyLeadRequest(sumo, request, unit), dayOf(Date.now()));
    await saveCertificates(unitDir, certified.state);
    await this.page.getByLabel(leads.certificate, { exact: true }).fill(toBase64Url(certified.certificate));
    await this.button(leads.keep).click();
    await this.page.getByText(new RegExp(`numéro ${certified.serial}`)).waitFor();
  }

  /** Looks again whether a lead has admitted; ends on the queue. */
  async enterAdmitted(): Promise<void> {
    await this.button(this.texts.pending.refresh).click();
    await this.page.getByRole("heading", { name: this.texts.queue.title }).waitFor({ timeout: LIMIT_MS });
  }
}

function digits(secret: string, at: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
}
