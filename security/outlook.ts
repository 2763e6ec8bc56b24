/**
 * Until when intake goes on by itself: the newest version of the key directory, and what a lead signed ahead behind it. The
 * console, the officer host's health check and the daily digest all ask here, so that they cannot disagree.
 */
import { equalBytes } from "./bytes.ts";
import { SecurityError } from "./errors.ts";
import { STATEMENT_RENEW_DAYS } from "./limits.ts";
import type { Primitives } from "./primitives/types.ts";
import { verifySignedStatement, type VerifiedStatement } from "./statement.ts";
import type { UnitPublic } from "./unitPublic.ts";

/** What counts of a version. All days are days since 1970-01-01 UTC, and count themselves. */
export interface VersionDays {
  readonly version: number;
  readonly issueDay: number;
  readonly expiryDay: number;
  readonly desks: readonly { readonly epochLastDay: number }[];
  /** The certificate of the lead who signed it. */
  readonly lead: { readonly lastDay: number };
}

export interface Expiry {
  readonly what: "directory" | "epoch" | "certificate";
  /** Of several desks, the one that ends first. */
  readonly lastDay: number;
}

export interface Outlook {
  /** The last day on which reports can come in, unless somebody signs something. */
  readonly until: number;
  /** `until` is over: intake has stopped. */
  readonly stopped: boolean;
  /** What has fewer than 7 days left and nothing behind it, in a fixed order. Empty: there is nothing to warn of. */
  readonly ending: readonly Expiry[];
}

/**
 * Goes from the newest version through those that are prepared, as far as each follows the one before without a day between
 * them on which nothing counts. Only of the last one it matters when it ends. Pure.
 */
export function directoryOutlook(newest: VersionDays, prepared: readonly VersionDays[], today: number): Outlook {
  let last = newest;
  for (const next of [...prepared].sort((a, b) => a.version - b.version)) {
    if (next.version <= last.version) continue;
    if (next.version !== last.version + 1 || next.issueDay > last.expiryDay + 1) break;
    last = next;
  }
  const all: readonly Expiry[] = [
    { what: "directory", lastDay: last.expiryDay },
    { what: "epoch", lastDay: Math.min(...last.desks.map(({ epochLastDay }) => epochLastDay)) },
    { what: "certificate", lastDay: last.lead.lastDay },
  ];
  return {
    until: last.expiryDay,
    stopped: last.expiryDay < today,
    ending: all.filter(({ lastDay }) => lastDay - today < STATEMENT_RENEW_DAYS),
  };
}

/**
 * The same from what a server has. A prepared version that would not be published on its day (its signature, its hash before,
 * its lead's certificate) is as if it were not there, and so is what follows it.
 * @param prepared the wire bytes of prepared statements, by version
 */
export async function readOutlook(
  p: Primitives,
  unit: UnitPublic,
  newest: VerifiedStatement,
  prepared: readonly Uint8Array[],
  today: number,
): Promise<Outlook> {
  const sound: VerifiedStatement[] = [];
  for (const bytes of prepared) {
    const next = await verifySignedStatement(p, bytes, unit).catch((error: unknown) => {
      if (error instanceof SecurityError) return null;
      throw error;
    });
    if (next !== null && next.version <= newest.version) continue;
    const follows = next !== null && equalBytes(next.previousHash, (sound.at(-1) ?? newest).hash);
    if (!follows || next.lead.serial < unit.floors.certificateSerial) break;
    sound.push(next);
  }
  return directoryOutlook(newest, sound, today);
}
