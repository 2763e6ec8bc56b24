/** Loads libsodium's ordinary build in the console's Web Worker, which opens and stretches no passphrase: half of sumo's bytes. */
import sodium from "libsodium-wrappers";
import { sodiumPrimitives } from "./sodium.ts";
import type { Primitives } from "./types.ts";

export async function loadWorker(): Promise<Primitives> {
  await sodium.ready;
  return sodiumPrimitives(sodium);
}
