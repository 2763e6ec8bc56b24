/** What makes a case of an envelope from quarantine: the console does what triage could not. */
import {
  deskOf,
  sealSummary,
  toBase64Url,
  type Opened,
  type Primitives,
  type VerifiedStatement,
} from "../../../security/index.ts";
import type { OpenAsCaseRequest } from "../../../api/routes/quarantine/schema.ts";
import { newAlias } from "./alias.ts";
import { newUuid, uuidBytes } from "./ids.ts";
import { checkSealable } from "./sealable.ts";

/**
 * Draws the item's id and alias, and seals a summary with the slip that lies inside the payload to the current epoch of the
 * desk whose key opened the envelope.
 * @param statement the newest one
 * @throws SecurityError `unknown_desk` when that desk is no more, `statement_expired`
 */
export async function quarantineCase(
  p: Primitives,
  opened: Extract<Opened, { state: "opened" }>,
  statement: VerifiedStatement,
): Promise<OpenAsCaseRequest> {
  checkSealable(statement);
  const desk = deskOf(statement, opened.deskId);
  const itemId = newUuid(p);
  const place = { deskId: desk.id, epoch: desk.epoch, itemId: uuidBytes(itemId), deskKey: desk.sealingKey };
  const summary = await sealSummary(p, { alias: newAlias(p), slip: opened.slip }, place);
  return { desk: desk.id, epoch: opened.epoch, itemId, summary: toBase64Url(summary) };
}
