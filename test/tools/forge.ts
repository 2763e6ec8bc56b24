/** Making signed objects that the library itself would refuse to sign, to see that it refuses to read them too. */
import { encodeCbor, parseCbor, type CborMap, type CborValue } from "../../security/cbor.ts";
import type { Label } from "../../security/labels.ts";
import type { Primitives } from "../../security/primitives/types.ts";
import { signContent, splitSigned } from "../../security/signed.ts";

/** The content of a signed object, changed and signed again with `secretKey` (a wrong one, to taste) under `label`. */
export function resign(
  p: Primitives,
  label: Label,
  wire: Uint8Array,
  secretKey: Uint8Array,
  change: (content: Map<number, CborValue>) => void = () => undefined,
): Uint8Array {
  const content = new Map(parseCbor(splitSigned(wire, 1 << 20).content) as CborMap);
  change(content);
  return signContent(p, label, encodeCbor(content), secretKey);
}

/** As `resign`, for a change of the encoded bytes themselves. */
export function resignBytes(
  p: Primitives,
  label: Label,
  wire: Uint8Array,
  secretKey: Uint8Array,
  change: (content: Uint8Array) => Uint8Array,
): Uint8Array {
  return signContent(p, label, change(splitSigned(wire, 1 << 20).content), secretKey);
}

/** A statement's content with field `key` of its first desk changed. */
export function changeDesk(content: Map<number, CborValue>, key: number, value: CborValue): void {
  const [first, ...others] = content.get(5) as readonly CborMap[];
  content.set(5, [new Map(first).set(key, value), ...others]);
}

/** The bytes with one bit turned over. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const out = bytes.slice();
  const at = Math.floor(bit / 8) % out.length;
  out[at] = (out[at] as number) ^ (1 << (bit % 8));
  return out;
}
