/** Until when intake goes on, as every officer's console says it; and reading the directory again once it is over. */
import { effect, signal } from "@preact/signals";
import { dayOf, fromBase64Url, readOutlook, SecurityError, type Outlook } from "../../../security/index.ts";
import type { ReadPreparedAnswer } from "../../../api/routes/prepared/schema.ts";
import { UNIT } from "../../shared/unit.ts";
import { isOver } from "../domain/sealable.ts";
import { HttpError } from "../http.ts";
import { changes } from "./live.ts";
import { people } from "./people.ts";
import { background } from "./server.ts";
import { forgetWithKeys, refreshTrust, session, type OpenSession } from "./session.ts";

/** Milliseconds between two looks whether a lead has renewed a directory that is over. */
const AGAIN_MS = 60_000;

/** `null` until it is known. */
export const outlook = signal<Outlook | null>(null);
forgetWithKeys(() => {
  outlook.value = null;
});

/**
 * What is prepared is the server's to hand out, and believed as far as it verifies; where it hands out nothing, nothing is.
 * @param read what was read of it just now
 */
async function look(open: OpenSession, read?: Pick<ReadPreparedAnswer, "versions">): Promise<void> {
  const { versions } = read ?? (await background.prepared().catch(passHttp({ versions: [] })));
  const prepared = versions.map(({ statement }) => fromBase64Url(statement));
  const found = await readOutlook(open.p, UNIT, open.chain.newest.statement, prepared, dayOf(Date.now()));
  if (session.peek() === open) outlook.value = found;
}

const passHttp =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof HttpError || error instanceof SecurityError) return instead;
    throw error;
  };

async function lookForNewer(): Promise<void> {
  const open = session.peek();
  if (open === null || !isOver(open.chain.newest.statement)) return;
  await refreshTrust(background).catch(passHttp(undefined));
}

/** After sign-in, when a lead has read or made it here, and, as long as there is something to say, whenever something changed. */
export function followOutlook(): void {
  effect(() => {
    const open = session.value;
    if (open !== null) void look(open, people.value?.prepared).catch(passHttp(undefined));
  });
  effect(() => {
    if (changes.value === 0) return;
    const open = session.peek();
    if (open !== null && outlook.peek()?.ending.length !== 0) void look(open).catch(passHttp(undefined));
    void lookForNewer();
  });
  setInterval(() => void lookForNewer(), AGAIN_MS);
}
