/** A case that goes to another desk, and an officer who steps back from it: in English. */
import type { Screens } from "./catalog.ts";

export const elsewhere: Screens["elsewhere"] = {
  title: "Move it, or step back",
  move: {
    title: "Move to another desk",
    claimFirst: "Claim the case first: whoever holds it can move it to another desk.",
    to: "Desk",
    choose: "Choose a desk",
    what: (desk) =>
      `Everything in it is sealed again for the desk ${desk}, and leaves this one. Links with other cases are taken off.`,
    notYours: "You are not on that desk: you will not see this case any more.",
    reason: "Why",
    reasonHint: "Signed and sealed, for the officers of the other desk. The person never sees it.",
    reasonEmpty: "Say why, in a word or two.",
    tooLong: "Too long: keep it for a note.",
    toEmpty: "Choose the desk.",
    do: "Sign and move",
    doing: "Sealing again and moving…",
    changed: "This case changed several times meanwhile. Try again.",
  },
  departed: (desk) => `The case is with the desk ${desk} now.`,
  departedText: "It has left your queue, and nothing of it is left on this page.",
  leftOn: "The server has put this case on another desk than its log says",
  leftOnText: (desk) =>
    `By its signed entries it is with the desk ${desk}: nobody signed that it came here. Speak to a lead before you touch it.`,
  followUp: (desk) => `This follows a case of the desk ${desk}`,
  followUpText: "Claim it and move it to the same desk: there it joins its case.",
  recusal: {
    title: "Step back from this case",
    what: "If you know somebody in this case, step back: nothing of it is handed to you any more. Only a lead of the desk can let you come back.",
    word: "A word for your colleagues, if you like",
    wordHint: "Signed and sealed to the desk. No reason is asked for.",
    do: "Sign and step back",
    done: "You stepped back from this case. It is not handed to you any more.",
    since: (name, day) => `${name} stepped back (${day}).`,
    bringBack: "Let them come back",
    anyway: "You stepped back from this case, and the server hands it to you",
    anywayText: "Nothing of it is shown here. Tell a lead.",
  },
  log: {
    moved: (desk) => `Moved to the desk ${desk}`,
    recused: "Stepped back from the case",
    returned: (name) => `${name} may come back`,
  },
  marks: { moved: "Change of desk", recused: "Stepped back", returned: "Come back" },
};
