import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { toHex } from "../../security/bytes.ts";
import { loadSumo, type SumoPrimitives } from "../../security/primitives/loadSumo.ts";
import { newVaultContent, officerKeys, openVault, sealVault, vaultKeys } from "../../security/vault.ts";
import { engines } from "../tools/engines.ts";
import { flipBit } from "../tools/forge.ts";

const PASSPHRASE = "abacus abdomen abdominal abide abiding ability";

describe("vaultKeys()", () => {
  let sumo: SumoPrimitives;
  const salt = new Uint8Array(16).fill(7);
  beforeAll(async () => {
    sumo = await loadSumo();
  });

  it("gives two unrelated keys that depend on every word and on the salt", async () => {
    const { authKey, vaultKey } = await vaultKeys(sumo, PASSPHRASE, salt);
    const others = [
      await vaultKeys(sumo, PASSPHRASE.replace("ability", "ablaze"), salt),
      await vaultKeys(sumo, PASSPHRASE, new Uint8Array(16).fill(8)),
    ];
    const keys = [authKey, vaultKey, ...others.flatMap((other) => [other.authKey, other.vaultKey])];
    expect(new Set(keys.map(toHex)).size).toBe(6);
    expect(keys.map((key) => key.length)).toEqual(Array(6).fill(32));
  });

  it("forgives capitals and spaces, as telephones add them", async () => {
    const plain = await vaultKeys(sumo, PASSPHRASE, salt);
    expect(await vaultKeys(sumo, `  ${PASSPHRASE.replace("abacus", "Abacus").replaceAll(" ", "  ")}\n`, salt)).toEqual(
      plain,
    );
  });

  it("opens a vault with the right passphrase and not with a wrong one", async () => {
    const content = newVaultContent(sumo);
    const place = { officerId: sumo.randomBytes(16), counter: 1 };
    const { vaultKey, authKey } = await vaultKeys(sumo, PASSPHRASE, salt);
    const sealed = sealVault(sumo, vaultKey, { ...place, content });
    expect(openVault(sumo, vaultKey, sealed, place)).toEqual(content);
    const wrong = await vaultKeys(sumo, `${PASSPHRASE} x`, salt);
    const refused = expect.objectContaining({ code: "open_failed" });
    expect(() => openVault(sumo, wrong.vaultKey, sealed, place)).toThrow(refused);
    expect(() => openVault(sumo, authKey, sealed, place)).toThrow(refused); // the server's half opens nothing
  });
});

describe.each(await engines())("openVault() on $engine", ({ p }) => {
  const key = p.randomBytes(32);
  const officerId = p.randomBytes(16);
  const content = { ...newVaultContent(p), newestStatement: { version: 7, hash: p.randomBytes(32) } };
  const sealed = sealVault(p, key, { officerId, counter: 5, content });
  const refuses = (code: string, bytes: Uint8Array, change = {}) =>
    expect(() => openVault(p, key, bytes, { officerId, counter: 5, ...change })).toThrow(
      expect.objectContaining({ name: "SecurityError", code }),
    );

  it("gives back seeds and newest statement from 296 bytes", () => {
    expect(sealed).toHaveLength(296);
    expect(openVault(p, key, sealed, { officerId, counter: 5 })).toEqual(content);
    expect(officerKeys(p, content).sealing.publicKey).toEqual(p.xwingKeyPair(content.sealingSeed).publicKey);
  });

  it("refuses a counter that went back", () => {
    expect(openVault(p, key, sealed, { officerId, counter: 5, seenCounter: 5 })).toEqual(content);
    refuses("vault_rolled_back", sealed, { seenCounter: 6 });
  });

  it("refuses an older vault served under a newer counter", () => {
    const older = sealVault(p, key, { officerId, counter: 4, content });
    expect(openVault(p, key, older, { officerId, counter: 4 })).toEqual(content);
    refuses("open_failed", older);
  });

  it("refuses another officer's vault", () => {
    refuses("open_failed", sealed, { officerId: p.randomBytes(16) });
  });

  it("refuses another length and any flipped bit", () => {
    refuses("malformed", sealed.slice(1));
    fc.assert(fc.property(fc.nat(296 * 8 - 1), (bit) => refuses("open_failed", flipBit(sealed, bit))));
  });
});
