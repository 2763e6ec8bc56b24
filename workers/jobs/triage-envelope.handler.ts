import { lockUntilEnd } from "../../prisma/locks.ts";
import { addAttachment, countQuarantinedParts } from "../../prisma/repositories/attachments.ts";
import { deleteIntake, takeIntake } from "../../prisma/repositories/intake.ts";
import { countQuarantine, holdItem, quarantineEnvelope, releaseNow } from "../../prisma/repositories/triage.ts";
import type { Queryable } from "../../prisma/client.ts";
import { ENVELOPE_BYTES, PART_BYTES, dayOf, sealSummary, urgentDueBy } from "../../security/index.ts";
import type { ParsedEnvelope, TriageRuleSet, VerifiedStatement } from "../../security/index.ts";
import type { WorkerDeps } from "../deps.ts";
import { newAlias, newId } from "../ids.ts";
import { routeEnvelope } from "../routing.ts";
import type { Routing } from "../routing.ts";
import type { JobHandler } from "./handler.ts";
import type { triageEnvelope } from "./triage-envelope.ts";

/** Thrown to undo a filing: the row has gone since it was taken, so somebody else has filed it. */
class FiledElsewhereError extends Error {
  readonly code = "filed_elsewhere";
}

/**
 * Reads an envelope's slip, and in the same transaction files the envelope and erases both from intake. Until that
 * commits nothing has happened; once it has, the row is gone and a second run finds nothing to do. A lock keeps two
 * workers from doing the same work; that an envelope is filed once does not hang on it: the deletion decides.
 */
export const handleTriageEnvelope: JobHandler<typeof triageEnvelope.schema> = async (deps, { intake }) => {
  const envelopeId = deps.handles.envelopeIdOf(intake);
  const statement = await deps.directory.current();
  const rules = await deps.rules.current();
  const visible = await deps.db.$transaction(async (tx) => {
    const row = await takeIntake(tx, envelopeId);
    if (row === null) return false; // triaged already, or another worker holds it
    const routing = await routeEnvelope(deps.primitives, row, deps.triageSecrets, statement);
    const filed =
      routing.to === "desk"
        ? await file(deps, tx, row.envelope, routing, { statement, rules })
        : await setAside(deps, tx, row.envelope, routing.envelope);
    if (filed !== "full" && !(await deleteIntake(tx, envelopeId))) throw new FiledElsewhereError("filed_elsewhere");
    return filed === "visible";
  });
  if (visible) await deps.changes.publish();
};

type Filed = "visible" | "held" | "full";

/** Notes the attachments that an envelope names; whether their parts are here, `collectAttachments` finds out. */
async function noteAttachments(
  { now }: WorkerDeps,
  tx: Queryable,
  envelope: ParsedEnvelope | null,
): Promise<string | null> {
  if (envelope === null || !envelope.hasAttachments) return null;
  const { uploadId, streamParts: partCount } = envelope;
  return addAttachment(tx, { uploadId, partCount }, dayOf(now()));
}

/**
 * P0 goes to its desk's queue at once, its attachments follow; the rest waits for the shuffle of the next release, and for
 * its attachments until the day is over.
 */
async function file(
  deps: WorkerDeps,
  tx: Queryable,
  envelope: Uint8Array,
  routing: Extract<Routing, { to: "desk" }>,
  { statement, rules }: { readonly statement: VerifiedStatement; readonly rules: TriageRuleSet },
): Promise<Filed> {
  const { desk, level, slip } = routing;
  const id = newId();
  const summary = await sealSummary(
    deps.primitives,
    { alias: newAlias(), slip },
    { deskId: desk.id, epoch: desk.epoch, deskKey: desk.sealingKey, itemId: id.bytes },
  );
  // The summary is sealed to the current epoch; the report to the one its sender knew, which is what consoles are told.
  const named = await deps.directory.epochNamed(tx, statement, routing.envelope.directoryHash, desk.id);
  const attachmentId = await noteAttachments(deps, tx, routing.envelope);
  const item = { id: id.uuid, level, desk: desk.id, epoch: named ?? desk.epoch, envelope, summary, attachmentId };
  if (level !== 0) {
    await holdItem(tx, item);
    return "held";
  }
  await releaseNow(tx, item, { today: dayOf(deps.now()), due: new Date(urgentDueBy(rules, deps.now())) });
  return "visible";
}

/** Bounded by bytes, and never by dropping what is there: beyond the bound, envelopes stay in intake and wait for room. */
async function setAside(
  deps: WorkerDeps,
  tx: Queryable,
  envelope: Uint8Array,
  parsed: ParsedEnvelope | null,
): Promise<Filed> {
  await lockUntilEnd(tx, "quarantine"); // two that count at once would both find room for one
  // The worker may count quarantined envelopes, not look at them: each one counts as the largest.
  const parts = (await countQuarantinedParts(tx)) + (parsed?.streamParts ?? 0);
  const bytes = ((await countQuarantine(tx)) + 1) * Math.max(...ENVELOPE_BYTES) + parts * PART_BYTES;
  if (bytes > deps.quarantineMaxBytes) {
    deps.alarm("quarantine_full");
    return "full";
  }
  await quarantineEnvelope(tx, envelope, dayOf(deps.now()), await noteAttachments(deps, tx, parsed));
  return "visible";
}
