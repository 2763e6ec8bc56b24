/** Words as they are compared: without case, accents and the spellings that one word has beside another. */

/** What Unicode's compatibility forms leave as it is. */
const SAME: Readonly<Record<string, string>> = {
  đ: "d",
  ø: "o",
  ł: "l",
  ß: "ss",
  œ: "oe",
  æ: "ae",
  ı: "i",
  // Arabic, Persian and Urdu write these by keyboard and habit; so do people who are asked about the same name.
  ى: "ي",
  ی: "ي",
  ې: "ي",
  ک: "ك",
  ة: "ه",
  ۀ: "ه",
  ہ: "ه",
  ھ: "ه",
  ە: "ه",
  ٱ: "ا",
};

/** Accents, the marks of Arabic vowels, nuktas and the stretching sign; vowel signs of India's scripts are letters and stay. */
const MARKS = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u093c\u09bc\u0a3c]|\p{Cf}/gu;

export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(MARKS, "")
    .toLowerCase()
    .replace(/[đøłßœæıىیېکةۀہھەٱ]/gu, (letter) => SAME[letter] ?? letter)
    .replace(/\p{Nd}/gu, digitOf)
    .normalize("NFC");
}

/** Decimal digits of every script come in runs of ten that begin with a zero: U+0660, U+09E6 … */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return digit;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/** A run of letters, of the signs that stand on them, and of digits. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const HAN = /\p{Script=Han}/u;
const HAN_RUNS = /\p{Script=Han}+|\P{Script=Han}+/gu;

/**
 * The words of a text, folded. Chinese has no spaces and browsers cut it differently, so it gives each pair of neighbouring
 * characters instead, and each character alone where `alone` is asked for or there is one only.
 */
export function wordsOf(text: string, { alone = false } = {}): string[] {
  const words = fold(text).match(WORD) ?? [];
  return words.flatMap((word) =>
    HAN.test(word) ? (word.match(HAN_RUNS) ?? []).flatMap((run) => (HAN.test(run) ? pairsOf(run, alone) : run)) : word,
  );
}

function pairsOf(run: string, alone: boolean): string[] {
  const characters = run.match(/./gsu) ?? [];
  const pairs = characters.slice(1).map((character, i) => `${characters[i] ?? ""}${character}`);
  return alone || pairs.length === 0 ? [...characters, ...pairs] : pairs;
}
