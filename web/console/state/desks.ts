/** What desks are called: general and restricted by this console's texts, the unit's own by the signed roster. */
import { computed } from "@preact/signals";
import { DESK_GENERAL, DESK_RESTRICTED, type DeskName } from "../../../security/index.ts";
import { language, texts } from "./language.ts";
import { isOpened, phase } from "./session.ts";

const NONE: readonly DeskName[] = [];

/** Of the unit's own desks, from the newest roster that was verified; none before somebody has signed in. */
export const ownDesks = computed(() => {
  const now = phase.value;
  return isOpened(now) ? now.session.chain.newest.roster.deskNames : NONE;
});

/** In the language of the console. A desk that the roster does not name has its number. */
export function deskName(id: number): string {
  const { general, restricted, other } = texts.value.desks;
  if (id === DESK_GENERAL) return general;
  if (id === DESK_RESTRICTED) return restricted;
  return ownDesks.value.find(({ desk }) => desk === id)?.name[language.value] ?? other(String(id));
}
