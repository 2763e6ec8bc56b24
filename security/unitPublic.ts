/**
 * `unit.public.json`: what everyone may know about a unit, and what the web bundles are built with. It is the anchor of
 * trust: the root key, and the floors below which nothing is accepted even when it is rightly signed.
 */
import { ED25519_PUBLIC_KEY_BYTES, UNIT_ID_BYTES } from "./limits.ts";
import { SecurityError } from "./errors.ts";

export interface Bilingual {
  readonly fr: string;
  readonly en: string;
}

export interface UnitPublic {
  readonly format: "abri-unit/1";
  /** 16 bytes in lower-case hexadecimal. Never changes: follow-up codes are stretched with it. */
  readonly unitId: string;
  readonly unitName: Bilingual;
  /** Ed25519 public key of the unit's root, 32 bytes in lower-case hexadecimal. */
  readonly rootKey: string;
  /** The lowest certificate serial and statement version that are still accepted. */
  readonly floors: { readonly certificateSerial: number; readonly statementVersion: number };
  /** Where "leave this page" goes. An https address. */
  readonly exitUrl: string;
  /** A unit whose secrets are known, for trying things out. A production start refuses it. */
  readonly demonstration: boolean;
  /** Telephone numbers that help now, in the order in which they are shown. */
  readonly emergency: readonly { readonly name: Bilingual; readonly number: string }[];
}

type Shape<T> = { readonly [K in keyof T]: (value: unknown) => boolean };

const TEXT_MAX_CHARACTERS = 200;
const EMERGENCY_MAX = 12;

const text = (value: unknown): boolean =>
  typeof value === "string" && value.trim() !== "" && value.length <= TEXT_MAX_CHARACTERS;
const hex = (bytes: number) => (value: unknown) =>
  typeof value === "string" && value.length === 2 * bytes && /^[0-9a-f]+$/.test(value);
const floor = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const phoneNumber = (value: unknown): boolean => typeof value === "string" && /^\+?[0-9][0-9 -]{1,20}$/.test(value);
const httpsUrl = (value: unknown): boolean =>
  text(value) && URL.canParse(value as string) && new URL(value as string).protocol === "https:";

/** Exactly the fields of `shape`, each as its check says. */
function has<T>(shape: Shape<T>): (value: unknown) => boolean {
  const checks = Object.entries<(value: unknown) => boolean>(shape);
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === checks.length &&
    checks.every(([key, check]) => Object.hasOwn(value, key) && check((value as Record<string, unknown>)[key]));
}

// Functions, not constants: a bundle that does not parse leaves all of this out.
const bilingual = (value: unknown): boolean => has<Bilingual>({ fr: text, en: text })(value);
const isUnitPublic = (value: unknown): boolean =>
  has<UnitPublic>({
    format: (format) => format === "abri-unit/1",
    unitId: hex(UNIT_ID_BYTES),
    unitName: bilingual,
    rootKey: hex(ED25519_PUBLIC_KEY_BYTES),
    floors: has<UnitPublic["floors"]>({ certificateSerial: floor, statementVersion: floor }),
    exitUrl: httpsUrl,
    demonstration: (demonstration) => typeof demonstration === "boolean",
    emergency: (list) =>
      Array.isArray(list) &&
      list.length <= EMERGENCY_MAX &&
      list.every(has<UnitPublic["emergency"][number]>({ name: bilingual, number: phoneNumber })),
  })(value);

/**
 * Reads a parsed `unit.public.json`. Strict: a missing field, an unknown one or one of another kind is refused, so that a
 * misspelt floor cannot pass for "no floor".
 * @throws SecurityError `malformed`
 */
export function parseUnitPublic(json: unknown): UnitPublic {
  if (!isUnitPublic(json)) throw new SecurityError("malformed", "not a unit.public.json of format abri-unit/1");
  return json as UnitPublic;
}
