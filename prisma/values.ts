/** Between our values and the database's: days as whole numbers, minutes as dates without seconds, bytes. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../security/limits.ts";

/** Bytes backed by a plain ArrayBuffer, as Prisma wants them; copied only where they are not. */
export function dbBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

/** A `date` column from a day: whole days since 1970-01-01 UTC. */
export const dateOfDay = (day: number): Date => new Date(day * DAY_MS);

/** The day of a `date` column. */
export const dayOfDate = (date: Date): number => Math.floor(date.getTime() / DAY_MS);

/** The minute that `time` is in. */
export const minuteOf = (time: Date): Date => new Date(Math.floor(time.getTime() / MINUTE_MS) * MINUTE_MS);

/** The first whole minute not before `time`: for ends, so that nothing ends early. */
export const minuteAfter = (time: Date): Date => new Date(Math.ceil(time.getTime() / MINUTE_MS) * MINUTE_MS);

/** The last whole hour not after `time`: for times that were promised, so that nothing comes late. */
export const hourBefore = (time: Date): Date => new Date(Math.floor(time.getTime() / HOUR_MS) * HOUR_MS);
