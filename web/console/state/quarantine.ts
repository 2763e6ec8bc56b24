/** Quarantine: envelopes whose routing slip did not open, each tried with every desk key that is held. */
import { signal } from "@preact/signals";
import type { Opened } from "../../../security/index.ts";
import type { OpenAsCaseRequest } from "../../../api/routes/quarantine/schema.ts";
import type { Api } from "../api.ts";
import { openEnvelope } from "../domain/caseFile.ts";
import { quarantineCase } from "../domain/quarantineCase.ts";
import { HttpError } from "../http.ts";
import { goTo, route } from "./route.ts";
import { forgetWithKeys, session } from "./session.ts";
import { api } from "./server.ts";

export interface QuarantineRow {
  readonly id: string;
  /** ISO day. */
  readonly receivedDay: string;
  readonly trial: Opened | { readonly state: "malformed" };
}

export const quarantine = signal<readonly QuarantineRow[] | null>(null);
export const quarantineNext = signal<string | null>(null);
export const quarantineProblem = signal<unknown>(null);

/** The row that is being made a case. */
export const opening = signal<string | null>(null);
/** Why the last one did not become a case. */
export const openingProblem = signal<unknown>(null);

let reading = 0;
/** What was sealed and not acknowledged: the same bytes are sent again, so that a lost answer makes no second case. */
const unanswered = new Map<string, OpenAsCaseRequest>();

/** Reads the first page, or the next one. `by`: the client that asks. */
export async function readQuarantine(from: "start" | "next" = "start", by: Api = api): Promise<void> {
  const now = session.value;
  if (now === null) return;
  const mine = ++reading;
  try {
    const page = await by.quarantine(from === "next" ? (quarantineNext.value ?? undefined) : undefined);
    const fresh: QuarantineRow[] = [];
    for (const { id, receivedDay, envelope } of page.items) {
      fresh.push({ id, receivedDay, trial: await openEnvelope(now.p, envelope, now.keyring.desks) });
    }
    if (mine !== reading || session.value === null) return;
    quarantine.value = from === "next" ? [...(quarantine.value ?? []), ...fresh] : fresh;
    quarantineNext.value = page.next;
    quarantineProblem.value = null;
  } catch (error) {
    if (mine === reading && session.value !== null) quarantineProblem.value = error;
  }
}

/** Makes a case of an envelope that opened, and goes there. One at a time. */
export async function openAsCase({ id, trial }: QuarantineRow): Promise<void> {
  const now = session.value;
  if (now === null || trial.state !== "opened" || opening.value !== null) return;
  opening.value = id;
  openingProblem.value = null;
  try {
    const request = unanswered.get(id) ?? (await quarantineCase(now.p, trial, now.chain.newest.statement));
    unanswered.set(id, request);
    const { caseId } = await api.openAsCase(id, request);
    unanswered.delete(id);
    if (session.value === null) return;
    quarantine.value = quarantine.value?.filter((row) => row.id !== id) ?? null;
    if (route.value.at === "quarantine") goTo({ at: "case", id: caseId });
  } catch (error) {
    const code = error instanceof HttpError ? error.code : null;
    if (code === "id_taken") unanswered.delete(id);
    if (session.value === null) return;
    openingProblem.value = error;
    if (code === "quarantine_gone") await readQuarantine();
  } finally {
    opening.value = null;
  }
}

forgetWithKeys(() => {
  reading++;
  unanswered.clear();
  openingProblem.value = null;
  quarantine.value = null;
  quarantineNext.value = null;
  quarantineProblem.value = null;
});
