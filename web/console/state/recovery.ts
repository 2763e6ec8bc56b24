/** Whether the recovery key has what it should have, as far as this console holds the keys to tell. */
import { signal } from "@preact/signals";
import {
  checkRecoveryGrants,
  dayOf,
  readRecoveryKeyText,
  SecurityError,
  type RecoveryGrants,
  type RecoveryKey,
} from "../../../security/index.ts";
import { UNIT } from "../../shared/unit.ts";
import type { Api } from "../api.ts";
import { readGrant } from "../domain/keyring.ts";
import { api } from "./server.ts";
import { forgetWithKeys, session, type OpenSession } from "./session.ts";

/** `null` before anybody has looked, and where there is no recovery key. */
export const recoveryGrants = signal<RecoveryGrants | null>(null);
forgetWithKeys(() => {
  recoveryGrants.value = null;
});

/** Looks; what is stored is made again and compared. @throws HttpError */
export async function readRecoveryGrants(open: OpenSession, by: Api = api): Promise<RecoveryGrants | null> {
  const { p, chain, keyring } = open;
  const { recovery } = chain.newest.roster;
  if (!recovery) return null;
  const { grants } = await by.recoveryGrants();
  const stored = grants.map((grant) => readGrant(grant, recovery.id));
  const found = await checkRecoveryGrants(p, chain, keyring.held, stored);
  if (session.peek() === open) recoveryGrants.value = found;
  return found;
}

/** A text that a lead pastes: of this unit, and with days left. `null` for any other. */
export function readRecoveryKey(text: string): RecoveryKey | null {
  try {
    const key = readRecoveryKeyText(UNIT, text);
    return key.lastDay < dayOf(Date.now()) ? null : key;
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}
