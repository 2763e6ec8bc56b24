/**
 * Seals cases that are open for long to the current keys of their desk, by itself and without haste: so that the keys of an epoch
 * that is long over can be destroyed, and nobody loses what they still work on.
 */
import { effect } from "@preact/signals";
import { dayOf, deskOf, SecurityError } from "../../../security/index.ts";
import { agedBelow } from "../domain/agingEpochs.ts";
import { currentKey } from "../domain/keyring.ts";
import { rewrapAging } from "../domain/rewrapCase.ts";
import { isOver } from "../domain/sealable.ts";
import { HttpError } from "../http.ts";
import { background } from "./server.ts";
import { session, type OpenSession } from "./session.ts";

/** Milliseconds between two cases. */
const REST_MS = 250;

let turn: Promise<void> = Promise.resolve();

async function sealAging(open: OpenSession): Promise<void> {
  const { keyring, chain } = open;
  const { statement } = chain.newest;
  for (const { id: desk } of statement.desks) {
    const below = agedBelow(chain, desk, dayOf(Date.now()));
    if (below === null || currentKey(keyring, chain, desk) === null) continue;
    for (let after: string | undefined; ;) {
      if (session.peek() !== open || isOver(statement)) return;
      const { cases } = await background.agingCases(desk, below, after);
      for (const id of cases) await sealCase(open, id, desk);
      after = cases.at(-1);
      if (after === undefined) break;
    }
  }
}

async function sealCase(open: OpenSession, id: string, desk: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  if (session.peek() !== open) return;
  const { p, keyring, chain, officerId, identity } = open;
  try {
    const { case: head, items, entries } = await background.readCase(id);
    if (head.desk !== desk) return; // moved meanwhile, and sealed again by that
    const hands = { deskId: desk, keyring };
    const to = deskOf(chain.newest.statement, desk);
    const officer = { id: officerId, signing: identity.signing };
    const rewraps = await rewrapAging(p, { caseId: id, items, entries, hands, to, officer });
    if (rewraps !== null && session.peek() === open) await background.rewrap(id, rewraps);
  } catch (error) {
    // One case that cannot be read or written now keeps no other one from it.
    if (!(error instanceof HttpError) && !(error instanceof SecurityError)) throw error;
  }
}

/** Whenever keys were opened or read again: after sign-in, and when a month has turned. What fails is tried again then. */
export function rewrapAgingCases(): void {
  effect(() => {
    const open = session.value;
    if (open === null) return;
    turn = turn
      .then(() => sealAging(open))
      .catch((error: unknown) => {
        if (!(error instanceof HttpError) && !(error instanceof SecurityError)) throw error;
      });
  });
}
