/** Makes a case of an envelope in quarantine that an officer's console has opened. */
import {
  dayOf,
  dueDayOf,
  parseEnvelope,
  type Primitives,
  SecurityError,
  type UnitPublic,
  verifySignedStatement,
} from "../../security/index.ts";
import type { Database, Queryable } from "../../prisma/client.ts";
import { statementByHash } from "../../prisma/repositories/directory.ts";
import {
  quarantinedEnvelope,
  releaseQuarantined,
  type OpenedItem,
  type QuarantineRelease,
} from "../../prisma/repositories/quarantine.ts";
import { ApiError } from "../errors.ts";
import type { Rights } from "../officers/rights.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface OpenQuarantinedDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly unit: UnitPublic;
  readonly rights: Rights;
  readonly now: () => number;
}

export interface OpenedInput {
  readonly desk: number;
  readonly epoch: number;
  readonly itemId: string;
  readonly summary: Uint8Array;
}

/** Whatever its slip would have said: nobody has read this envelope for a while, and triage could not weigh it. */
const QUARANTINE_LEVEL = 1;

/**
 * Case, item and the end of the quarantine row: all of it or nothing. The same request again is one case.
 *
 * Which desk's key opened an envelope is the officer's word: nothing outside the seal tells. What can be held against it is
 * held: the officer is on that desk, and the statement that the envelope names had that desk in that epoch, as triage asks.
 * @returns the case's id
 * @throws ApiError `forbidden` unless the officer is on that desk, `invalid_request` for an epoch in which nobody who sealed
 * this envelope could have known the desk, `quarantine_gone` when another officer was first, `id_taken`
 */
export async function openQuarantined(
  deps: OpenQuarantinedDeps,
  caller: SignedIn,
  quarantineId: string,
  input: OpenedInput,
): Promise<string> {
  const { desk, epoch, itemId, summary } = input;
  const directory = await deps.rights.directory();
  const named = directory?.statement.desks.find(({ id }) => id === desk);
  if (named === undefined || !caller.desks.includes(desk)) throw new ApiError("forbidden");
  if (epoch > named.epoch) throw new ApiError("invalid_request");
  return deps.db.$transaction(async (tx) => {
    const envelope = await quarantinedEnvelope(tx, quarantineId);
    if (envelope !== null && (await epochNamed(deps, tx, envelope, desk)) !== epoch) {
      throw new ApiError("invalid_request");
    }
    const today = dayOf(deps.now());
    const item: OpenedItem = { id: itemId, desk, epoch, summary };
    const at = { level: QUARANTINE_LEVEL, today, dueDay: dueDayOf(QUARANTINE_LEVEL, today) };
    return caseOfRelease(await releaseQuarantined(tx, quarantineId, item, at));
  });
}

/** The epoch of the desk in the statement that an envelope names; `null` where there is no such statement, or desk in it. */
async function epochNamed(
  { primitives, unit }: Pick<OpenQuarantinedDeps, "primitives" | "unit">,
  tx: Queryable,
  envelope: Uint8Array,
  deskId: number,
): Promise<number | null> {
  try {
    const row = await statementByHash(tx, parseEnvelope(envelope).directoryHash);
    const statement = row && (await verifySignedStatement(primitives, row.statement, unit));
    return statement?.desks.find(({ id }) => id === deskId)?.epoch ?? null;
  } catch (error) {
    if (error instanceof SecurityError) return null;
    throw error;
  }
}

function caseOfRelease(release: QuarantineRelease): string {
  if (release.result === "gone") throw new ApiError("quarantine_gone");
  if (release.result === "id_taken") throw new ApiError("id_taken");
  return release.caseId;
}
