/** The key directory lets officers read after its last day, and seals nothing: whoever left since might hold its keys. */
import { dayOf, SecurityError, type VerifiedStatement } from "../../../security/index.ts";

type Days = Pick<VerifiedStatement, "expiryDay">;

/** Whether a statement's last day is over. @param today days since 1970 */
export const isOver = ({ expiryDay }: Days, today = dayOf(Date.now())): boolean => today > expiryDay;

/** Asked before anything is sealed to a desk, or signed for a mailbox. @throws SecurityError `statement_expired` */
export function checkSealable(statement: Days, today?: number): void {
  if (isOver(statement, today)) throw new SecurityError("statement_expired", "the key directory has expired");
}
