/** Quarantine: envelopes whose routing slip did not open, each tried with every desk key that is held. */
import { signal } from "@preact/signals";
import type { Opened } from "../../../security/index.ts";
import { openEnvelope } from "../domain/caseFile.ts";
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

let reading = 0;

/** Reads the first page, or the next one. */
export async function readQuarantine(from: "start" | "next" = "start"): Promise<void> {
  const now = session.value;
  if (now === null) return;
  const mine = ++reading;
  try {
    const page = await api.quarantine(from === "next" ? (quarantineNext.value ?? undefined) : undefined);
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

forgetWithKeys(() => {
  reading++;
  quarantine.value = null;
  quarantineNext.value = null;
  quarantineProblem.value = null;
});
