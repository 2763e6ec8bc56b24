/** How shares of the recovery key are given: each from a file, so that none stands in a shell's history. */
import type { Primitives } from "../primitives/types.ts";
import { readShare, type RecoveryShare } from "../recoveryShare.ts";
import { CliError } from "./command.ts";
import { readRequest } from "./requestOption.ts";

/** @throws CliError `usage` unless there are two, each `@FILE` or `-`; SecurityError as `readShare` */
export async function readShares(p: Primitives, sources: readonly string[]): Promise<RecoveryShare[]> {
  if (sources.length !== 2) throw new CliError("usage", "--share is needed twice, for two of the three");
  if (sources.some((source) => source !== "-" && !source.startsWith("@"))) {
    throw new CliError(
      "usage",
      "--share @FILE: type a share into a file, not on the command line, which keeps a history",
    );
  }
  const shares: RecoveryShare[] = [];
  for (const source of sources) shares.push(await readShare(p, await readRequest(source)));
  return shares;
}
