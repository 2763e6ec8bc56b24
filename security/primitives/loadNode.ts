/** Loads the libsodium engine in Node. Argon2id for vaults is in `./loadSumo.ts`, in a build three times the size. */
import sodium from "libsodium-wrappers";
import { sodiumPrimitives } from "./sodium.ts";
import type { Primitives } from "./types.ts";

export async function loadSodium(): Promise<Primitives> {
  await sodium.ready;
  return sodiumPrimitives(sodium);
}
