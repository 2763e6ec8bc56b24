/** Object ids: a uuid in JSON, its 16 bytes inside what is signed and sealed. */
import { uuidOf, type Primitives } from "../../../security/index.ts";

export { uuidBytes, uuidOf } from "../../../security/index.ts";

/** A random uuid (version 4, RFC 9562) from the engine's generator. */
export function newUuid(p: Primitives): string {
  const bytes = p.randomBytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return uuidOf(bytes);
}
