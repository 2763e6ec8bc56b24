/** The public surface of the library, for browsers and Node alike; what needs Node is in `./node.ts`. */
export * from "./errors.ts";
export * from "./limits.ts";
export { LABELS, type Label } from "./labels.ts";
export { concat, equalBytes, fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex, utf8, wipe } from "./bytes.ts";
export type { KeyPair, Primitives } from "./primitives/types.ts";
export { sha256 } from "./primitives/webcrypto.ts";
export * from "./vocabulary.ts";
export * from "./levels.ts";
export { DAY_MS, dayOf, isoDay } from "./days.ts";
export { parseUnitPublic, type Bilingual, type UnitPublic } from "./unitPublic.ts";
export { deskOf, verifyStatement, type DeskPublic, type SeenStatement, type VerifiedStatement } from "./statement.ts";
