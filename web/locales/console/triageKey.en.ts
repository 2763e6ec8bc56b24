/** The triage key, in English. */
import type { Screens } from "./catalog.ts";

export const triageKey: Screens["triageKey"] = {
  title: "Triage key",
  what: "It opens the small slip that comes with a report: how urgent, what kind, which desk. The server that sorts has its secret half. It opens no report.",
  fingerprint: "Fingerprint",
  enter: "Enter another triage key",
  enterText:
    "When the present one may be in other hands. On the ceremony’s machine somebody makes another; paste its public half here.",
  text: "The text of triage-key.txt",
  textWrong: "That is not a triage key of this unit.",
  typed: "The eight groups of the triage key, read to you",
  typedHint: "Call or meet the person who made it. The groups are not shown here before.",
  typedWrong: "Those are not the groups of this key. Stop: another may have been put in its place.",
  first:
    "The operator first carries both keys to the server and starts triage again. Otherwise reports go to quarantine, where each has to be opened by hand.",
  after: "The key before is used for a week more, for pages that are open already. Then the operator erases it.",
  done: "Pages seal to the new key as soon as they read this directory.",
  submit: "Sign and enter the triage key",
};
