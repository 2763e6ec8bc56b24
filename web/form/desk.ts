/** The desk that what comes after a first report goes to: the one that answered; asked for while no reply names it. */
import { DESK_GENERAL, DESK_RESTRICTED } from "../../security/index.ts";
import type { Visit } from "./app.ts";

type Known = Pick<Visit, "message" | "replies">;

export const asksDesk = ({ replies = [] }: Known): boolean => replies.length === 0;

/** Who does not know goes to the desk where nobody from the city's services reads. */
export function deskFor({ message, replies }: Known): number {
  return replies?.at(-1)?.deskId ?? (message.desk === "no" ? DESK_GENERAL : DESK_RESTRICTED);
}
