/** How the command line names desks, and what it says about a version. */
import { isoDay } from "../days.ts";
import { tidyDeskName, type DeskName } from "../deskNames.ts";
import type { VerifiedStatement } from "../statement.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "../vocabulary.ts";
import { CliError } from "./command.ts";

const DESKS = { general: DESK_GENERAL, restricted: DESK_RESTRICTED } as const;

/** @param names of the newest roster, for desks that the unit opened itself */
export function deskName(id: number, names: readonly DeskName[] = []): string {
  const builtIn = Object.entries(DESKS).find(([, number]) => number === id)?.[0];
  return builtIn ?? names.find(({ desk }) => desk === id)?.name.en ?? `desk ${id}`;
}

/** `general`, `restricted`, or the number or one of the names of a desk that the unit opened. @throws CliError `usage` */
export function deskId(word: string, names: readonly DeskName[] = []): number {
  const builtIn = Object.entries(DESKS).find(([name]) => name === word)?.[1];
  const opened = names.find(({ desk, name }) => [String(desk), name.fr, name.en].includes(tidyDeskName(word)))?.desk;
  const id = builtIn ?? opened;
  if (id === undefined) {
    const known = [...Object.keys(DESKS), ...names.map(({ desk, name }) => `${desk} (${name.en})`)];
    throw new CliError("usage", `there is no such desk; there are: ${known.join(", ")}`);
  }
  return id;
}

/** "version 3, valid from 2026-03-10 to 2026-03-24". */
export function describeStatement({ version, issueDay, expiryDay }: VerifiedStatement): string {
  return `version ${version}, valid from ${isoDay(issueDay)} to ${isoDay(expiryDay)}`;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
