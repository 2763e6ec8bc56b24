/** Until when intake goes on, as every officer's console says it; and reading the directory again once it is over. */
import { effect, signal } from "@preact/signals";
import { dayOf, fromBase64Url, readOutlook, SecurityError, type Outlook } from "../../../security/index.ts";
import { UNIT } from "../../shared/unit.ts";
import { isOver } from "../domain/sealable.ts";
import { HttpError } from "../http.ts";
import { changes } from "./live.ts";
import { background } from "./server.ts";
import { forgetWithKeys, refreshTrust, session, type OpenSession } from "./session.ts";

/** Milliseconds between two looks whether a lead has renewed a directory that is over. */
const AGAIN_MS = 60_000;

/** `null` until it is known. */
export const outlook = signal<Outlook | null>(null);
forgetWithKeys(() => {
  outlook.value = null;
});

/** What is prepared is the server's to hand out, and believed as far as it verifies; where it hands out nothing, nothing is. */
async function look(open: OpenSession): Promise<void> {
  const prepared = await background
    .prepared()
    .then(({ versions }) => versions.map(({ statement }) => fromBase64Url(statement)))
    .catch(passHttp([]));
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

/** After sign-in, whenever something changed, and while the directory is over each minute. */
export function followOutlook(): void {
  effect(() => {
    const open = session.value;
    if (open !== null && changes.value >= 0) void look(open);
  });
  effect(() => {
    if (changes.value > 0) void lookForNewer();
  });
  setInterval(() => void lookForNewer(), AGAIN_MS);
}
