/** The officer's own passkeys: read, added, removed. */
import { signal } from "@preact/signals";
import type { ListPasskeysAnswer, PasskeyItem } from "../../../api/routes/passkeys/schema.ts";
import type { Api } from "../api.ts";
import { askPasskey, createPasskey } from "../domain/passkey.ts";
import { api } from "./server.ts";
import { forgetWithKeys, type OpenSession } from "./session.ts";

export const ownPasskeys = signal<ListPasskeysAnswer | null>(null);
export const passkeysProblem = signal<unknown>(null);
forgetWithKeys(() => {
  ownPasskeys.value = null;
  passkeysProblem.value = null;
});

export async function readPasskeys(by: Api = api): Promise<void> {
  try {
    ownPasskeys.value = await by.passkeys();
    passkeysProblem.value = null;
  } catch (error) {
    passkeysProblem.value = error;
  }
}

/**
 * Shows the second factor again. @param digits `null`: with a passkey
 * @returns what a new passkey is to sign @throws HttpError `confirmation_refused`, `try_later`; PasskeyError
 */
export async function confirmFactor(digits: string | null): Promise<string> {
  if (digits !== null) return (await api.confirmFactor({ totp: digits })).challenge;
  const { challenge } = await api.startConfirmation();
  const passkey = await askPasskey(challenge, ownPasskeys.value?.passkeys);
  return (await api.confirmFactor({ passkey })).challenge;
}

/** @throws HttpError `passkey_refused`, `passkeys_full`; PasskeyError */
export async function addPasskey({ officer }: OpenSession, challenge: string): Promise<void> {
  const passkey = await createPasskey(challenge, officer.id, ownPasskeys.value?.passkeys);
  ownPasskeys.value = await api.addPasskey({ passkey });
}

/** Another one confirms. @throws HttpError `confirmation_refused`, `last_passkey`; PasskeyError */
export async function removePasskey({ id }: PasskeyItem): Promise<void> {
  const { challenge } = await api.startConfirmation();
  const others = ownPasskeys.value?.passkeys.filter((each) => each.id !== id);
  ownPasskeys.value = await api.removePasskey(id, { passkey: await askPasskey(challenge, others) });
}
