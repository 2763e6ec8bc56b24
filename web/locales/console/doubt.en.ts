/** What the server says and the console does not believe. */
import type { Screens } from "./catalog.ts";

export const doubt: Screens["doubt"] = {
  notOver: "Keys said to be destroyed",
  notOverText:
    "The server says that the keys of this item were destroyed. That cannot be: their period is not over. Tell your lead.",
  dead: (n) => (n === "1" ? "One part opens with old keys alone" : `${n} parts open with old keys alone`),
  deadText:
    "What was sealed to the present keys does not open them. Tell your lead: those old keys must not be destroyed.",
  backdated: "Entry refused: signed with keys of a period that was over",
};
