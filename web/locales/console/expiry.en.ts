/** What the console says of a key directory that expires, or has. */
import type { Screens } from "./catalog.ts";

export const expiry: Screens["expiry"] = {
  over: (version) => `Directory v${version}, expired`,
  stopped: (day) => `Intake is stopped: the key directory expired on ${day}.`,
  stoppedText:
    "No report can come in. You can read; nothing can be written into a case or its log, and nothing leaves.",
  stoppedOfficer: "Phone a lead: they renew the directory in their console. Yours goes on by itself.",
  soon: "To be renewed within a week: nothing is prepared behind it.",
  soonOfficer: "A lead has to renew it, or to prepare what follows. Otherwise intake will stop.",
  directory: (day) => `The key directory: last day ${day}.`,
  epoch: (day) => `A desk’s keys of this month: last day ${day}.`,
  certificate: (day) => `The lead’s certificate: last day ${day}.`,
  toDirectory: "Renew it, or prepare what follows",
};
