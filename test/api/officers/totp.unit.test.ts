import { beforeAll, describe, expect, it } from "@jest/globals";
import { openTotp, presentTotp, sealTotp, totpStep } from "../../../api/officers/totp.ts";
import { type Primitives, utf8 } from "../../../security/index.ts";
import { loadSodium } from "../../../security/node.ts";
import { flipBit } from "../../tools/forge.ts";

/** RFC 6238, appendix B: the last six of its eight digits for SHA-1. */
const RFC_SECRET = utf8("12345678901234567890");
const RFC_VECTORS = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
] as const;

describe("totpStep()", () => {
  it.each(RFC_VECTORS)("takes the digits of RFC 6238 at %i seconds", (seconds, digits) => {
    expect(totpStep(RFC_SECRET, digits, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it("takes one step either way, names the step of the digits, and takes no more", () => {
    const at = 1_111_111_111;
    const step = Math.floor(at / 30);
    expect(totpStep(RFC_SECRET, "050471", (at + 30) * 1000)).toBe(step);
    expect(totpStep(RFC_SECRET, "050471", (at - 30) * 1000)).toBe(step);
    expect(totpStep(RFC_SECRET, "050471", (at + 60) * 1000)).toBeNull();
    expect(totpStep(RFC_SECRET, "050472", at * 1000)).toBeNull();
  });
});

describe("sealTotp() and openTotp()", () => {
  let p: Primitives;
  beforeAll(async () => {
    p = await loadSodium();
  });
  const KEY = new Uint8Array(32).fill(1);
  const OFFICER = "00000000-0000-4000-8000-000000000001";
  const OTHER = "00000000-0000-4000-8000-000000000002";

  it("opens for the same officer and key, and for no other", () => {
    const sealed = sealTotp(p, KEY, OFFICER, RFC_SECRET);
    expect(openTotp(p, KEY, OFFICER, sealed)).toEqual(RFC_SECRET);
    expect(() => openTotp(p, KEY, OTHER, sealed)).toThrow("does not open");
    expect(() => openTotp(p, new Uint8Array(32), OFFICER, sealed)).toThrow("does not open");
    expect(() => openTotp(p, KEY, OFFICER, flipBit(sealed, 300))).toThrow("does not open");
  });

  it("shows an authenticator app the secret in both forms", () => {
    const { uri, base32 } = presentTotp(RFC_SECRET, "Unité");
    expect(base32).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    expect(uri).toMatch(/^otpauth:\/\/totp\/Abri:Unit%C3%A9\?/);
    expect(uri).toContain(`secret=${base32}`);
  });
});
