/** Gives colleagues the keys that they lack, by itself: whoever holds a desk's secrets can, and nobody has to ask. */
import { effect, signal } from "@preact/signals";
import { grantJson, missingGrants, SecurityError } from "../../../security/index.ts";
import { granterOf, readListed, signable } from "../domain/lead.ts";
import { isOver } from "../domain/sealable.ts";
import { HttpError } from "../http.ts";
import { changes } from "./live.ts";
import { background } from "./server.ts";
import { forgetWithKeys, session, type OpenSession } from "./session.ts";

const GRANTS_AT_ONCE = 500;

/** How many grants this console has given since it was opened. */
export const grantsGiven = signal(0);
forgetWithKeys(() => {
  grantsGiven.value = 0;
});

let turn: Promise<void> = Promise.resolve();

async function give(open: OpenSession): Promise<void> {
  if (session.peek() !== open || isOver(open.chain.newest.statement)) return;
  const { p, chain, keyring } = open;
  const listed = readListed(await background.listedGrants());
  const signer = await granterOf(p, chain, open);
  const missing = await missingGrants(p, chain, keyring.held, listed, signer);
  const grants = (await signable(p, chain, missing, signer.id)).map(grantJson);
  for (let from = 0; from < grants.length && session.peek() === open; from += GRANTS_AT_ONCE) {
    const some = grants.slice(from, from + GRANTS_AT_ONCE);
    await background.addGrants(some);
    grantsGiven.value += some.length;
  }
}

/** After sign-in, and whenever something changed. What fails is tried again at the next change. */
export function giveMissingGrants(): void {
  effect(() => {
    const open = session.value;
    if (open === null || changes.value < 0) return;
    turn = turn
      .then(() => give(open))
      .catch((error: unknown) => {
        if (!(error instanceof HttpError) && !(error instanceof SecurityError)) throw error;
      });
  });
}
