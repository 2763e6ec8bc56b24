/** Gives colleagues and the recovery key the keys that they lack, by itself: whoever holds a desk's secrets can, and nobody has to ask. */
import { effect, signal } from "@preact/signals";
import {
  equalBytes,
  grantJson,
  missingGrants,
  SecurityError,
  type GrantSubject,
  type ListedGrant,
  type VerifiedChain,
} from "../../../security/index.ts";
import { granterOf, readListed, signable } from "../domain/lead.ts";
import { isOver } from "../domain/sealable.ts";
import { HttpError } from "../http.ts";
import { changes } from "./live.ts";
import { readRecoveryGrants } from "./recovery.ts";
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
  const wrong = await wrongAtRecovery(open);
  // The server lets the newest version's lead, and nobody else, take the place of what is there.
  const isLead = !equalBytes(signer.id, open.officerId);
  const counted = isLead ? listed.filter((grant) => !isOneOf(wrong, grant, chain)) : listed;
  const missing = await missingGrants(p, chain, keyring.held, counted, signer);
  const grants = (await signable(p, chain, missing, signer.id)).map(grantJson);
  for (let from = 0; from < grants.length && session.peek() === open; from += GRANTS_AT_ONCE) {
    const some = grants.slice(from, from + GRANTS_AT_ONCE);
    await background.addGrants(some);
    grantsGiven.value += some.length;
  }
}

/** Looked at once per opening of the keys: making every grant again takes a while. */
const looked = new WeakSet<OpenSession>();

async function wrongAtRecovery(open: OpenSession): Promise<readonly GrantSubject[]> {
  if (looked.has(open)) return [];
  looked.add(open);
  return (await readRecoveryGrants(open, background))?.wrong ?? [];
}

function isOneOf(wrong: readonly GrantSubject[], grant: ListedGrant, { newest }: VerifiedChain): boolean {
  const { recovery } = newest.roster;
  if (!recovery || !equalBytes(grant.officerId, recovery.id)) return false;
  return wrong.some(({ deskId, epoch }) => deskId === grant.deskId && epoch === grant.epoch);
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
