/** Makes a case of an envelope in quarantine that an officer's console has opened. */
import { dayOf, dueDayOf } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { releaseQuarantined, type OpenedItem, type QuarantineRelease } from "../../prisma/repositories/quarantine.ts";
import { ApiError } from "../errors.ts";
import type { Rights } from "../officers/rights.ts";
import type { SignedIn } from "../officers/sessions.ts";

export interface OpenQuarantinedDeps {
  readonly db: Database;
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
 * @returns the case's id
 * @throws ApiError `forbidden` unless the officer is on that desk, `invalid_request` for an epoch that the desk has not
 * reached, `quarantine_gone` when another officer was first, `id_taken`
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
    const today = dayOf(deps.now());
    const item: OpenedItem = { id: itemId, desk, epoch, summary };
    const at = { level: QUARANTINE_LEVEL, today, dueDay: dueDayOf(QUARANTINE_LEVEL, today) };
    return caseOfRelease(await releaseQuarantined(tx, quarantineId, item, at));
  });
}

function caseOfRelease(release: QuarantineRelease): string {
  if (release.result === "gone") throw new ApiError("quarantine_gone");
  if (release.result === "id_taken") throw new ApiError("id_taken");
  return release.caseId;
}
