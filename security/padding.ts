/**
 * Padding (ISO/IEC 7816-4): data | 0x80 | 0x00… up to a stated length. It stands inside what is sealed, so its removal
 * need not be constant in time: nobody without the key can vary it.
 */
import { SecurityError } from "./errors.ts";

/** @throws SecurityError `too_long` when data and one byte of padding exceed `length` */
export function pad(data: Uint8Array, length: number): Uint8Array {
  if (data.length + 1 > length) throw new SecurityError("too_long", `at most ${length - 1} bytes fit`);
  const out = new Uint8Array(length);
  out.set(data);
  out[data.length] = 0x80;
  return out;
}

/** @throws SecurityError `malformed` when no 0x80 ends the data */
export function unpad(padded: Uint8Array): Uint8Array {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== 0x80) throw new SecurityError("malformed", "wrong padding");
  return padded.slice(0, end);
}
