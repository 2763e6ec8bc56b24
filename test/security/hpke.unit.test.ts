import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { utf8 } from "../../security/bytes.ts";
import { hpkeOpen, hpkeSeal } from "../../security/hpke.ts";
import { HPKE_OVERHEAD_BYTES, XWING_ENC_BYTES } from "../../security/limits.ts";
import { depth } from "../tools/depth.ts";
import { ENGINES, flipped } from "./engines.ts";

const INFO = utf8("info");
const TEXT = utf8("les mots scellés");

describe.each(ENGINES)("hpkeSeal(), hpkeOpen() on %s", (_name, p) => {
  const { publicKey, secretKey } = p.xwingKeyPair(p.randomBytes(32));

  it("open what was sealed, with 1136 bytes more than the plaintext", async () => {
    const sealed = await hpkeSeal(p, publicKey, INFO, TEXT);
    expect(sealed).toHaveLength(TEXT.length + HPKE_OVERHEAD_BYTES);
    expect(await hpkeOpen(p, secretKey, INFO, sealed)).toEqual(TEXT);
  });

  it("refuse to seal to a key that nobody can have made rightly, with one code", async () => {
    const lowOrder = publicKey.slice().fill(0, 1184);
    const unreduced = publicKey.slice().fill(0xff, 0, 1152);
    await expect(hpkeSeal(p, publicKey, INFO, TEXT)).resolves.toHaveLength(TEXT.length + HPKE_OVERHEAD_BYTES);
    for (const key of [lowOrder, unreduced, publicKey.slice(1)]) {
      await expect(hpkeSeal(p, key, INFO, TEXT)).rejects.toMatchObject({ name: "SecurityError", code: "unusable_key" });
    }
  });

  it("refuse another key, another info, and bytes that are too few", async () => {
    const sealed = await hpkeSeal(p, publicKey, INFO, TEXT);
    expect(await hpkeOpen(p, secretKey, INFO, sealed)).toEqual(TEXT);
    expect(await hpkeOpen(p, p.randomBytes(32), INFO, sealed)).toBeNull();
    expect(await hpkeOpen(p, secretKey, utf8("other"), sealed)).toBeNull();
    expect(await hpkeOpen(p, secretKey, INFO, sealed.slice(0, HPKE_OVERHEAD_BYTES - 1))).toBeNull();
    expect(await hpkeOpen(p, secretKey, INFO, new Uint8Array(0))).toBeNull();
  });

  it.each([0, 1])("refuse an encapsulation whose X25519 half is the point %d, of small order", async (point) => {
    const sealed = await hpkeSeal(p, publicKey, INFO, TEXT);
    const hostile = sealed.slice();
    hostile.fill(0, XWING_ENC_BYTES - 32, XWING_ENC_BYTES);
    hostile[XWING_ENC_BYTES - 32] = point;
    expect(await hpkeOpen(p, secretKey, INFO, sealed)).toEqual(TEXT);
    expect(await hpkeOpen(p, secretKey, INFO, hostile)).toBeNull();
  });

  it("refuse a secret key of another length, which is nobody's mistake but the caller's", async () => {
    const sealed = await hpkeSeal(p, publicKey, INFO, TEXT);
    await expect(hpkeOpen(p, secretKey.slice(1), INFO, sealed)).rejects.toMatchObject({ code: "out_of_range" });
  });

  it("refuse any flipped bit", async () => {
    const sealed = await hpkeSeal(p, publicKey, INFO, TEXT);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * sealed.length - 1), async (bit) => {
        expect(await hpkeOpen(p, secretKey, INFO, flipped(sealed, bit))).toBeNull();
      }),
      { numRuns: depth(40, 10_000) },
    );
  });
});
