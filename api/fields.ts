/** The few kinds of field that the JSON of the officer API is made of. */
import { z } from "zod";
import { fromBase64Url } from "../security/index.ts";

/** The last character of base64url, when bytes do not fill it, has zeros in its spare bits: one text per value. */
const LAST = ["", "[AQgw]", "[AEIMQUYcgkosw048]"] as const;

/** Base64url without padding of exactly `length` bytes. */
export function bytes(length: number) {
  const spare = length % 3;
  const whole = Math.ceil((length * 4) / 3) - (spare === 0 ? 0 : 1);
  return z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9_-]{${whole}}${LAST[spare as 0 | 1 | 2]}$`))
    .meta({ description: `${length} bytes, base64url without padding` });
}

/** Base64url without padding of `min` to `max` bytes. */
export function bytesBetween(min: number, max: number) {
  return z
    .string()
    .min(Math.ceil((min * 4) / 3))
    .max(Math.ceil((max * 4) / 3))
    .regex(/^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?$/)
    .meta({ description: `${min} to ${max} bytes, base64url without padding` });
}

/** As {@link bytes}, decoded: for requests. */
export const bytesIn = (length: number) => bytes(length).transform(fromBase64Url);
/** As {@link bytesBetween}, decoded: for requests. */
export const bytesBetweenIn = (min: number, max: number) => bytesBetween(min, max).transform(fromBase64Url);

/** Any 16 bytes written as a UUID in lower case: ids are random, but not all of them were made as version 4. */
export const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
/** A UUID of version 4: for ids that a console draws, so that nothing ordered by time is ever stored. */
export const randomUuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
/** A day in UTC, `2026-03-31`. */
export const day = z.iso.date();
/** A moment in UTC; what is stored is no finer than its name says (minute, hour). */
export const moment = z.iso.datetime();

export const desk = z.int().min(1).max(65_535);
/** Counts months since a desk was opened; 0 names the desk matching key. */
export const epoch = z.int().min(0).max(2_147_483_647);
export const level = z.int().min(0).max(3);
export const counter = z.int().min(1).max(2_147_483_647);

/** What an officer signs in with: letters, digits, spaces and a few marks, in Unicode form C. */
export const officerName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} .'’_-]*[\p{L}\p{M}\p{N}.])?$/u)
  .refine((name) => name === name.normalize("NFC"));
export const totpDigits = z.string().regex(/^[0-9]{6}$/);

/** An opaque place in a list, as the answer before gave it. */
export const cursor = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9_.:-]+$/);

/** The answer of what has nothing to tell but that it was done. */
export const done = z.strictObject({ done: z.literal(true) });
export const DONE = { done: true } as const;
