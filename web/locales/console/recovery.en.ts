/** The recovery key, in English. */
import type { Screens } from "./catalog.ts";

export const recovery: Screens["recovery"] = {
  title: "Recovery key",
  what: "Three people each keep a share of it on paper. Two shares together bring the unit back when every officer’s keys are lost. One share opens nothing.",
  none: "There is no recovery key.",
  noneText: "If every officer’s keys were lost now, no report could ever be read again.",
  fingerprint: "Fingerprint",
  lastDay: "To be replaced by",
  has: "Keys that it has",
  hasOf: (good, all) => `${good} of the ${all} that you hold`,
  soon: (days) => `The recovery key has to be replaced within ${days} days: make another, and enter it.`,
  over: "The recovery key’s year is over: make another, and enter it.",
  missing: (count) =>
    `The recovery key lacks ${count} of the keys that you hold. Your console gives them by itself; look again in a moment.`,
  wrong: (count) => `The recovery key holds ${count} keys that are not right.`,
  wrongText:
    "Somebody has put something else in their place: nothing could be recovered from it. The console of the lead who signed last gives them again, where that lead is on the desk. Tell the operator.",
  enter: "Enter a recovery key",
  enterText:
    "On the ceremony’s machine somebody makes the key and prints its three shares. You paste its public half here; it holds no secret.",
  text: "The text of recovery-key.txt",
  textWrong: "This is no recovery key of this unit, or its year is over.",
  typed: "The eight groups that are read to you from that machine",
  typedHint: "Call or meet whoever made it. The groups are not shown here before.",
  typedWrong: "These are not the groups of this key. Stop: another key may have been put in its place.",
  will: "Your console grants it every key that you hold; colleagues’ consoles grant the others. Every new month is granted to it too.",
  replaces: "It takes the place of the key before, whose shares are to be destroyed once this one has all keys.",
  submit: "Sign and enter",
};
