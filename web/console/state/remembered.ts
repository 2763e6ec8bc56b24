/**
 * The little that outlives a session on an officer's machine: the language of the console, which second factor was used
 * last, and the highest counters of vault and views seen per officer, so that a server cannot hand back an old vault, and with
 * it an old directory, or old views. Nothing of any report.
 */
const LANGUAGE = "abri.language";
const TAB_SIGNED_IN = "abri.signed-in";
const FACTOR = "abri.factor";
const VAULT_COUNTER = "abri.vault.";
const VIEWS_COUNTER = "abri.views.";

/** Storage may be full, blocked or absent; then nothing is remembered and everything else still works. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // see above
  }
}

export const rememberedLanguage = (): string | null => read(LANGUAGE);
export const rememberLanguage = (language: string): void => write(LANGUAGE, language);

/** Whether six digits were used last on this machine: they are then offered first. */
export const rememberedDigits = (): boolean => read(FACTOR) === "digits";
export const rememberFactor = (factor: "passkey" | "digits"): void => write(FACTOR, factor);

/** `undefined` on a machine where the officer never opened a vault. */
export const rememberedCounter = (officerId: string): number | undefined => counterOf(VAULT_COUNTER + officerId);
export const rememberCounter = (officerId: string, counter: number): void => raise(VAULT_COUNTER + officerId, counter);

/** `undefined` on a machine where the officer never opened their views. */
export const rememberedViews = (officerId: string): number | undefined => counterOf(VIEWS_COUNTER + officerId);
export const rememberViews = (officerId: string, counter: number): void => raise(VIEWS_COUNTER + officerId, counter);

function counterOf(key: string): number | undefined {
  const counter = Number(read(key));
  return Number.isSafeInteger(counter) && counter > 0 ? counter : undefined;
}

function raise(key: string, counter: number): void {
  write(key, String(Math.max(counter, counterOf(key) ?? 0)));
}

/** Whether this tab has signed in, so that loading the page again asks for the passphrase only. Gone with the tab. */
export function tabSignedIn(): boolean {
  try {
    return sessionStorage.getItem(TAB_SIGNED_IN) !== null;
  } catch {
    return false;
  }
}

export function rememberTab(signedIn: boolean): void {
  try {
    if (signedIn) sessionStorage.setItem(TAB_SIGNED_IN, "1");
    else sessionStorage.removeItem(TAB_SIGNED_IN);
  } catch {
    // see above
  }
}
