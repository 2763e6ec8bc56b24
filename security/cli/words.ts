/** How the command line names desks, and what it says about a version. */
import { isoDay } from "../days.ts";
import type { VerifiedStatement } from "../statement.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "../vocabulary.ts";
import { CliError } from "./command.ts";

const DESKS = { general: DESK_GENERAL, restricted: DESK_RESTRICTED } as const;

export function deskName(id: number): string {
  return Object.entries(DESKS).find(([, number]) => number === id)?.[0] ?? `desk ${id}`;
}

/** `general` or `restricted`. @throws CliError `usage` */
export function deskId(word: string): number {
  const id = Object.entries(DESKS).find(([name]) => name === word)?.[1];
  if (id === undefined) throw new CliError("usage", "a desk is general or restricted");
  return id;
}

/** "version 3, valid from 2026-03-10 to 2026-03-24". */
export function describeStatement({ version, issueDay, expiryDay }: VerifiedStatement): string {
  return `version ${version}, valid from ${isoDay(issueDay)} to ${isoDay(expiryDay)}`;
}

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
