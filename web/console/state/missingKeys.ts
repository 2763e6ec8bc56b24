/** Keys that a case needs and nobody granted yet: a month has turned, or a lead is about to. */
import { forgetWithKeys, refreshTrust } from "./session.ts";
import { background } from "./server.ts";

/** Milliseconds between two looks. */
const AGAIN_MS = 60_000;

let lookedAt = 0;

/** Reads directory and grants again, now and then: where they give other keys, the session has another keyring. */
export async function lookForKeys(): Promise<void> {
  if (Date.now() - lookedAt < AGAIN_MS) return;
  lookedAt = Date.now();
  await refreshTrust(background);
}

forgetWithKeys(() => {
  lookedAt = 0;
});
