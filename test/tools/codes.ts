import { codeGroups, codeKeys, fromHex, newFollowUpCode } from "../../security/index.ts";
import type { CodeKeys, Primitives, UnitPublic } from "../../security/index.ts";

/** A code as people write it down: nine groups of three digits, spaces between. */
export const formatCode = (code: string): string => codeGroups(code).join(" ");

/**
 * The keys of a code that nobody will type: from random bytes where the code's digits would be stretched, which takes a
 * quarter of a second and is all that differs. For tests that need somebody with keys, and read nothing off a screen.
 */
export function keysWithoutCode(p: Primitives, unit: Pick<UnitPublic, "unitId">): Promise<CodeKeys> {
  const hasty: Primitives = {
    ...p,
    pbkdf2Sha256: (_password, _salt, _rounds, length) => Promise.resolve(p.randomBytes(length)),
  };
  return codeKeys(hasty, newFollowUpCode(p), fromHex(unit.unitId));
}
