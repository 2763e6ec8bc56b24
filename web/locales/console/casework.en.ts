/** What officers write into a case, in English. */
import type { Screens } from "./catalog.ts";

export const casework: Pick<Screens, "care" | "handOver" | "log" | "checklist" | "note"> = {
  care: {
    graveToday: (n) =>
      n === "1"
        ? "You have opened 1 P0 or P1 case today. This page alone knows."
        : `You have opened ${n} P0 and P1 cases today. This page alone knows.`,
  },
  handOver: {
    withWord: "Hand over with a word",
    label: "A word for whoever takes it up",
    hint: "Signed and sealed to the desk. No reason is asked for.",
    give: "Sign and hand over",
    mark: "Hand-over",
    tooLong: "Too long: keep it for a note.",
  },
  log: {
    title: "Log",
    count: (n) => (n === "0" ? "Empty" : n === "1" ? "1 entry" : `${n} entries`),
    show: "Who did what",
    order: "In the order in which each entry builds on those before. All are signed.",
    empty: "Nothing has been done in this case yet.",
    refused: (n) => (n === "1" ? "One entry does not hold" : `${n} entries do not hold`),
    gone: (n) => (n === "1" ? "An entry is gone" : `${n} entries are gone`),
    goneText: "You saw it in this session and the server no longer hands it out. Nothing erases an entry: tell a lead.",
    opened: "Report read for the first time",
    claimed: "Claimed",
    released: "Handed back",
    releasedWith: "Handed back with a word",
    note: "Note written",
    sentReply: "Reply sealed",
    attached: "Item put into the case",
    rekey: "The person’s new code taken up",
    labelled: (label) => `Label “${label}” added`,
    unlabelled: (label) => `Label “${label}” removed`,
    linked: (name) => `Linked with the case ${name}`,
    unlinked: (name) => `Link with the case ${name} removed`,
    ticked: (item) => `Ticked: ${item}`,
    unticked: (item) => `Unticked: ${item}`,
  },
  checklist: {
    safety: "Safety first: no immediate danger left",
    child: "Child: a report to child protection considered",
    interpreter: "Interpreter found, safe for the person",
    consent: "Consent looked at again before passing on",
    evidence: "Evidence kept",
    referral: "Referral offered",
  },
  note: {
    title: "Notes",
    never: "The person never sees them",
    none: "No note yet.",
    label: "New note for the desk",
    hint: "In your words, not verbatim. No name that can be done without: what is not written cannot be taken.",
    save: "Sign and seal the note",
    saving: "Signing and sealing…",
    saved: "Note kept with the case.",
    empty: "Write the note first.",
    tooLong: "Too long for a note: make two of it.",
  },
};
