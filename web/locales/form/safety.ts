/**
 * Texts on which somebody's safety hangs: danger and emergency numbers, leaving and wiping, who else can see, consent, the
 * code. While such a text is a draft, the page shows French and English with it. A key is meant by its beginning.
 *
 * This is the only list. The types follow from it: `Texts.t` does not take such a key, because a plain string has no room
 * for what belongs beside it.
 */
import type { Key } from "./en.ts";

export const SAFETY = [
  // Danger, and whom to call
  "foot",
  "intro.danger",
  "q.danger",
  "a.danger",
  "danger",
  "message.danger",
  "done.danger",
  "refused.numbers",
  // Leaving, wiping, what stays on the device, and who else can look
  "exit",
  "intro.exit",
  "intro.limits",
  "idle",
  "erased",
  "done.history",
  "done.erase",
  "mailbox.finish",
  "q.phone",
  "a.phoneChecked",
  "q.narrative.hint",
  "files.warn",
  "voice.known",
  "voice.names",
  "voice.near",
  "voice.remember",
  // Consent, and what is done without
  "intro.identity",
  "q.child",
  "a.child",
  "a.kinds.child",
  "q.consent",
  "a.consent",
  "consent",
  "review.read",
  "error.read",
  "done.never",
  "withdraw",
  "mailbox.withdraw",
  // The code, and the device in other hands
  "intro.code",
  "hand",
  "code",
  "practice",
  "check",
  "enter",
  "error.code",
  "id.code",
  "done.reply",
  "done.how",
  "closed.code",
  "back.title",
  "back.text",
  "done.newCode",
  "mailbox.helped",
  "mailbox.rekey",
  "rekey",
  "back.erase",
  // That a text is a draft
  "draft",
] as const;

type Under<Beginning extends string> = Beginning | `${Beginning}.${string}`;

export type SafetyKey = Extract<Key, Under<(typeof SAFETY)[number]>>;

export const isSafety = (key: string): key is SafetyKey =>
  SAFETY.some((beginning) => key === beginning || key.startsWith(`${beginning}.`));
