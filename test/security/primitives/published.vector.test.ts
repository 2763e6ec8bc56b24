/** Values that standards publish, on both engines. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { ed25519 as nobleEd25519 } from "@noble/curves/ed25519.js";
import { concat, equalBytes, fromHex, toHex, utf8 } from "../../../security/bytes.ts";
import { keySchedule } from "../../../security/hpke.ts";
import aead from "../../vectors/published/aead.json" with { type: "json" };
import ed25519 from "../../vectors/published/ed25519.json" with { type: "json" };
import kdf from "../../vectors/published/kdf.json" with { type: "json" };
import rfc9180 from "../../vectors/published/rfc9180.json" with { type: "json" };
import xwing from "../../vectors/published/xwing-draft.json" with { type: "json" };
import { ENGINES, flipped } from "../engines.ts";

const NONE = new Uint8Array(0);

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);

describe.each(ENGINES)("published vectors on %s", (name, p) => {
  it.each(xwing.vectors)("X-Wing, draft-connolly-cfrg-xwing-kem: seed $seed", (v) => {
    const { publicKey, secretKey } = p.xwingKeyPair(fromHex(v.seed));
    expect(toHex(publicKey).startsWith(v.publicKeyStart)).toBe(true);
    expect(toHex(publicKey).endsWith(v.publicKeyEnd)).toBe(true);
    const { enc, sharedSecret } = p.xwingEncapsulate(publicKey, fromHex(v.eseed));
    expect(toHex(enc).startsWith(v.ciphertextStart)).toBe(true);
    expect(toHex(enc).endsWith(v.ciphertextEnd)).toBe(true);
    expect(toHex(sharedSecret)).toBe(v.sharedSecret);
    expect(toHex(p.xwingDecapsulate(enc, secretKey) as Uint8Array)).toBe(v.sharedSecret);
  });

  it("HPKE key schedule and first encryption, RFC 9180 A.2.1", async () => {
    const { key, nonce } = await keySchedule(
      p,
      fromHex(rfc9180.sharedSecret),
      fromHex(rfc9180.info),
      fromHex(rfc9180.suiteId),
    );
    expect(toHex(key)).toBe(rfc9180.key);
    expect(toHex(nonce)).toBe(rfc9180.baseNonce);
    expect(toHex(p.chachaSeal(key, nonce, fromHex(rfc9180.plaintext), fromHex(rfc9180.aad)))).toBe(rfc9180.ciphertext);
  });

  it("ChaCha20-Poly1305, RFC 8439", () => {
    const v = aead.rfc8439;
    const [key, nonce, aad, sealed] = [v.key, v.nonce, v.aad, v.sealed].map(fromHex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(toHex(p.chachaSeal(key, nonce, fromHex(v.plaintext), aad))).toBe(v.sealed);
    expect(toHex(p.chachaOpen(key, nonce, sealed, aad) ?? NONE)).toBe(v.plaintext);
    expect(p.chachaOpen(key, nonce, flipped(sealed, 3), aad)).toBeNull();
    expect(p.chachaOpen(key, nonce, sealed, flipped(aad, 3))).toBeNull();
    expect(p.chachaOpen(key, nonce, sealed.slice(0, 15), aad)).toBeNull();
  });

  it("XChaCha20-Poly1305, draft-irtf-cfrg-xchacha", () => {
    const v = aead.xchacha;
    const [key, nonce, aad, sealed] = [v.key, v.nonce, v.aad, v.sealed].map(fromHex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(toHex(p.xchachaSeal(key, nonce, fromHex(v.plaintext), aad))).toBe(v.sealed);
    expect(toHex(p.xchachaOpen(key, nonce, sealed, aad) ?? NONE)).toBe(v.plaintext);
    expect(p.xchachaOpen(key, nonce, flipped(sealed, 3), aad)).toBeNull();
    expect(p.xchachaOpen(key, flipped(nonce, 3), sealed, aad)).toBeNull();
  });

  it.each(ed25519.rfc8032.vectors)("Ed25519, RFC 8032: $publicKey", (v) => {
    const { publicKey, secretKey } = p.ed25519KeyPair(fromHex(v.seed));
    const message = fromHex(v.message);
    expect(toHex(publicKey)).toBe(v.publicKey);
    expect(toHex(p.ed25519Sign(message, secretKey))).toBe(v.signature);
    expect(p.ed25519Verify(fromHex(v.signature), message, publicKey)).toBe(true);
    expect(p.ed25519Verify(flipped(fromHex(v.signature), 0), message, publicKey)).toBe(false);
    expect(p.ed25519Verify(fromHex(v.signature), concat(message, Uint8Array.of(0)), publicKey)).toBe(false);
  });

  it.each(ed25519.strict.vectors)("Ed25519 refuses $name", (v) => {
    const accepts = name === "sodium" && v.sodiumAccepts === true;
    expect(p.ed25519Verify(fromHex(v.signature), fromHex(v.message), fromHex(v.publicKey))).toBe(accepts);
  });

  it("Ed25519 refuses S + L, the same signature in another spelling", () => {
    const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;
    const v = ed25519.rfc8032.vectors[1] as (typeof ed25519.rfc8032.vectors)[number];
    const signature = fromHex(v.signature);
    expect(p.ed25519Verify(signature, fromHex(v.message), fromHex(v.publicKey))).toBe(true);
    const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + groupOrder;
    const malleated = concat(signature.slice(0, 32), fromHex(s.toString(16).padStart(64, "0")).reverse());
    expect(p.ed25519Verify(malleated, fromHex(v.message), fromHex(v.publicKey))).toBe(false);
  });

  // The eight points of small order, and the other spellings of those whose y fits below 2^255 twice.
  it.each([
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ])("Ed25519 refuses the forgery that small order allows: key and R %s, S = 0", (point) => {
    const forged = concat(fromHex(point), new Uint8Array(32));
    for (let i = 0; i < 16; i++) {
      // For a key of order 8, one message in eight or so would pass a loose check.
      expect(p.ed25519Verify(forged, utf8(`message ${i}`), fromHex(point))).toBe(false);
    }
  });

  it.each([
    ["order 8", 0n, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"],
    ["order 1", 0n, "0100000000000000000000000000000000000000000000000000000000000000"],
    ["mixed order", 12_345n, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"],
  ])(
    "Ed25519 refuses an R of %s that the key's own holder made, valid for a loose verifier",
    (_order, nonce, torsion) => {
      const { Point, utils } = nobleEd25519;
      const seed = new Uint8Array(32).fill(9);
      const { scalar, pointBytes } = utils.getExtendedPublicKey(seed);
      const message = utf8("message");
      expect(p.ed25519Verify(p.ed25519Sign(message, seed), message, pointBytes)).toBe(true);
      const r = Point.BASE.multiplyUnsafe(nonce).add(Point.fromHex(torsion)).toBytes();
      const k = littleEndian(
        createHash("sha512")
          .update(concat(r, pointBytes, message))
          .digest(),
      );
      const s = Point.Fn.create(nonce + k * scalar);
      const signature = concat(r, fromHex(s.toString(16).padStart(64, "0")).reverse());
      // The very equation that loose verifiers check:
      expect(nobleEd25519.verify(signature, message, pointBytes, { zip215: true })).toBe(true);
      expect(p.ed25519Verify(signature, message, pointBytes)).toBe(false);
    },
  );

  it("Ed25519 returns false for lengths that are not a signature's or a key's", () => {
    const { publicKey, secretKey } = p.ed25519KeyPair(new Uint8Array(32).fill(7));
    const signature = p.ed25519Sign(NONE, secretKey);
    expect(p.ed25519Verify(signature, NONE, publicKey)).toBe(true);
    expect(p.ed25519Verify(signature.slice(1), NONE, publicKey)).toBe(false);
    expect(p.ed25519Verify(concat(signature, Uint8Array.of(0)), NONE, publicKey)).toBe(false);
    expect(p.ed25519Verify(signature, NONE, publicKey.slice(1))).toBe(false);
  });

  it.each(kdf.hkdf.vectors)("HKDF-SHA-256, RFC 5869: info '$info'", async (v) => {
    const okm = await p.hkdfSha256(fromHex(v.ikm), fromHex(v.salt), fromHex(v.info), v.okm.length / 2);
    expect(toHex(okm)).toBe(v.okm);
  });

  it.each(kdf.pbkdf2.vectors)("PBKDF2-HMAC-SHA-256, RFC 7914: $rounds rounds", async (v) => {
    const derived = await p.pbkdf2Sha256(utf8(v.password), utf8(v.salt), v.rounds, v.derived.length / 2);
    expect(toHex(derived)).toBe(v.derived);
  });

  it.each(kdf.hmac.vectors)("HMAC-SHA-256, RFC 4231: key $key", async (v) => {
    expect(toHex(await p.hmacSha256(fromHex(v.key), fromHex(v.data)))).toBe(v.mac);
  });

  it("SHA-256 of the empty text, FIPS 180-4, over any number of parts", async () => {
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    expect(toHex(await p.sha256())).toBe(empty);
    expect(equalBytes(await p.sha256(utf8("ab"), utf8("c")), await p.sha256(utf8("abc")))).toBe(true);
  });
});
