/** libsodium, noble and @hpke/core say the same, also about what they refuse. */
import { describe, expect, it } from "@jest/globals";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { utf8 } from "../../../security/bytes.ts";
import { hpkeOpen, hpkeSeal } from "../../../security/hpke.ts";
import { XWING_ENC_BYTES } from "../../../security/limits.ts";
import { depth } from "../../tools/depth.ts";
import { ENGINES, flipped, noble, PAIRS, sodium } from "../engines.ts";

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const INFO = utf8("abri/v1/test");
const TEXT = utf8("Bonjour, on me retient ici.");

function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

describe("X-Wing on both engines", () => {
  it("gives the same keys, encapsulations and secrets, also for a changed encapsulation", () => {
    for (let i = 0; i < depth(10, 500); i++) {
      const seed = sodium.randomBytes(32);
      const coins = sodium.randomBytes(64);
      const pair = sodium.xwingKeyPair(seed);
      expect(noble.xwingKeyPair(seed)).toEqual(pair);
      const { enc, sharedSecret } = sodium.xwingEncapsulate(pair.publicKey, coins);
      expect(noble.xwingEncapsulate(pair.publicKey, coins)).toEqual({ enc, sharedSecret });
      expect(noble.xwingDecapsulate(enc, pair.secretKey)).toEqual(sharedSecret);
      const changed = flipped(enc, (i * 997) % (8 * enc.length));
      const rejected = sodium.xwingDecapsulate(changed, pair.secretKey);
      expect(rejected).not.toEqual(sharedSecret);
      expect(noble.xwingDecapsulate(changed, pair.secretKey)).toEqual(rejected);
    }
  });
});

describe.each(PAIRS)("HPKE, %s", (_name, from, to) => {
  it("opens what the other sealed", async () => {
    const { publicKey, secretKey } = to.xwingKeyPair(to.randomBytes(32));
    const sealed = await hpkeSeal(from, publicKey, INFO, TEXT);
    expect(await hpkeOpen(to, secretKey, INFO, sealed)).toEqual(TEXT);
  });

  it("makes the same bytes from the same coins", async () => {
    const { publicKey } = to.xwingKeyPair(to.randomBytes(32));
    const coins = to.randomBytes(64);
    const sealed = await hpkeSeal(from, publicKey, INFO, TEXT, coins);
    expect(await hpkeSeal(to, publicKey, INFO, TEXT, coins)).toEqual(sealed);
  });
});

describe.each(ENGINES)("HPKE on %s and @hpke/core", (_name, p) => {
  it("open each other's", async () => {
    const { publicKey, secretKey } = p.xwingKeyPair(p.randomBytes(32));
    const recipientPublicKey = await suite.kem.deserializePublicKey(buffer(publicKey));
    const recipientKey = await suite.kem.deserializePrivateKey(buffer(secretKey));

    const sender = await suite.createSenderContext({ recipientPublicKey, info: buffer(INFO) });
    const theirs = new Uint8Array([
      ...new Uint8Array(sender.enc),
      ...new Uint8Array(await sender.seal(buffer(TEXT), new ArrayBuffer(0))),
    ]);
    expect(await hpkeOpen(p, secretKey, INFO, theirs)).toEqual(TEXT);

    const ours = await hpkeSeal(p, publicKey, INFO, TEXT);
    const enc = buffer(ours.slice(0, XWING_ENC_BYTES));
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info: buffer(INFO) });
    expect(new Uint8Array(await recipient.open(buffer(ours.slice(XWING_ENC_BYTES)), new ArrayBuffer(0)))).toEqual(TEXT);
  });
});
