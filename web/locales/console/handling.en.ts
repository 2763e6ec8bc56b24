/** How a case moves on (level, closing, second reader), in English. */
import type { Screens } from "./catalog.ts";

export const handling: Screens["handling"] = {
  outcomes: {
    helped: "Person helped",
    referred: "Referred elsewhere",
    withdrawn: "Report taken back by the person",
    noAnswer: "No more answer from the person",
    notForUs: "Not for this unit",
    duplicate: "Duplicate of another case",
    other: "Other",
  },
  log: {
    levelled: (level) => `Level set to P${level}`,
    closed: (outcome) => `Closed: ${outcome}`,
    reopened: "Opened again",
    handedOver: (name) => `Handed to ${name}`,
    secondAsked: "Second reading asked for",
    secondRead: "Second reading done",
  },
  marks: {
    levelled: "Level",
    closed: "Closing",
    reopened: "Opened again",
    secondAsked: "Second reading asked for",
    secondRead: "Second reading",
  },
};
