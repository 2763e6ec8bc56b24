/** Ids travel as UUID text and are 16 bytes wherever something is signed or sealed. */
import { fromHex, toHex } from "../security/index.ts";

/** @param uuid as `fields.uuid` takes it */
export const uuidBytes = (uuid: string): Uint8Array => fromHex(uuid.replaceAll("-", ""));

/** @param bytes 16 */
export function uuidOf(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
