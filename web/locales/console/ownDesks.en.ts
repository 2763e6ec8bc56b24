/** The desks that the unit opens itself. */
import type { Screens } from "./catalog.ts";

export const ownDesks: Screens["ownDesks"] = {
  title: "The unit’s own desks",
  what: "Every unit has the general and the restricted desk. You can open others, for cases that few colleagues should read.",
  none: "The unit has opened no other one.",
  french: "Name in French",
  english: "Name in English",
  number: (id) => `no. ${id} in commands`,
  members: "Officers",
  one: "One officer alone is on this desk: if their keys are lost, nobody reads what lies there.",
  nobody: "Nobody is on this desk: nothing that comes there can be read.",
  open: "Open a desk",
  full: (count) =>
    `There are ${count} desks, and no more: each makes longer what every phone that writes has to fetch. A desk that is no longer used can take another name.`,
  nameHint:
    "Short. It does not say what the cases are about: whoever stole the server’s database would read it, as officers do.",
  unfit: "One letter at least, 60 signs at most (an accent counts twice), and nothing that cannot be seen.",
  taken: "Another desk is called so already.",
  who: "Who is on this desk",
  whoHint: "Nobody is on it by right. You are only if you choose yourself.",
  whoMissing: "Choose one person at least: the keys of this desk would be nobody’s.",
  whoOne: "Choose two if you can: if this person’s keys are lost, the desk’s are lost with them.",
  emptied: (desks) =>
    `Nobody is left on: ${desks}. Put somebody else there first, until they have its keys: afterwards nobody can give them.`,
  noRecovery: "The unit has no recovery key, which would bring them back.",
  willKeys: (names) =>
    `This desk has keys of its own. They go to: ${names}, and to the recovery key where there is one.`,
  willNotYou: "You will read nothing of this desk: your console wipes its keys once they are given.",
  willCome:
    "No report comes there by itself. Officers move cases to it; after its first answer, what the person sends comes there too.",
  willSeen: "People who report do not see its name.",
  willStay: "A desk stays once it is open. Its name can be changed, and its officers taken off.",
  submit: "Sign and open",
  opened: (name) => `The desk ${name} is open.`,
  rename: "Change the name",
  renameOf: (name) => `Change the name of the desk ${name}`,
  renameWill: "The new name is used everywhere, in the logs of cases too. Keys, officers and cases stay.",
  renameSubmit: "Sign the name",
  renamed: (name) => `The desk is now called ${name}.`,
  log: { opened: (desks) => `Desks opened: ${desks}`, renamed: (names) => `Renamed: ${names}` },
};
