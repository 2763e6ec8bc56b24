import { describe, expect, it } from "@jest/globals";
import { fold, wordsOf } from "../../../web/console/domain/fold.ts";

describe("fold()", () => {
  it.each([
    ["Élève ŒUVRE", "eleve oeuvre"],
    ["Đường phố", "duong pho"],
    ["مُحَمَّد", "محمد"],
    ["أحمد إلى آمنة", "احمد الي امنه"],
    ["کتاب يا ی", "كتاب يا ي"],
    ["क़लम", "कलम"],
    ["٠١٢ ۳۴ ১২ १२", "012 34 12 12"],
    ["ＡＢ１", "ab1"],
  ])("makes %s into %s", (text, folded) => {
    expect(fold(text)).toBe(folded.normalize("NFC"));
    expect(fold(fold(text))).toBe(fold(text));
  });

  it("keeps the vowel signs that tell words of India's scripts apart", () => {
    expect(fold("কি")).not.toBe(fold("কা"));
    expect(fold("मिल")).not.toBe(fold("मल"));
  });
});

describe("wordsOf()", () => {
  it("takes an elided article off its word, and knows no punctuation", () => {
    expect(wordsOf("L’employeur, aujourd'hui !")).toEqual(["l", "employeur", "aujourd", "hui"]);
    expect(wordsOf("می‌خواهم")).toEqual(["ميخواهم"]);
  });

  it("keeps words of Bengali, Tamil and Gurmukhi whole", () => {
    expect(wordsOf("তিন মাস ধরে বেতন")).toHaveLength(4);
    expect(wordsOf("உங்கள் அறிக்கை ਮਿਟਾਓ")).toHaveLength(3);
  });

  it("gives Chinese by pairs, and by characters where asked", () => {
    expect(wordsOf("我的护照ABC")).toEqual(["我的", "的护", "护照", "abc"]);
    expect(wordsOf("护照", { alone: true })).toEqual(["护", "照", "护照"]);
    expect(wordsOf("护")).toEqual(["护"]);
  });
});
