/** Fresh identifiers and names, from the system's secure randomness: nothing here follows from an arrival. */
import { randomInt, randomUUID } from "node:crypto";
import { ALIAS_WORDS, uuidBytes } from "../security/index.ts";

/** Two word numbers, 0 to 2047 each: what officers call an item before they have opened it. */
export function newAlias(): readonly [number, number] {
  return [randomInt(ALIAS_WORDS), randomInt(ALIAS_WORDS)];
}

export interface NewId {
  readonly uuid: string;
  /** The same, 16 bytes. */
  readonly bytes: Uint8Array;
}

/** A version 4 UUID. */
export function newId(): NewId {
  const uuid = randomUUID();
  return { uuid, bytes: uuidBytes(uuid) };
}
