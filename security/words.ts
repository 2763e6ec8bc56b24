/** Words on the wire: a word is its position in its list; a set of words is an array in ascending order, no word twice. */
import type { CborReader, CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";

/** @throws SecurityError `out_of_range` when `word` is not in `words` */
export function wordNumber<W extends string>(words: readonly W[], word: W): number {
  const number = words.indexOf(word);
  if (number < 0) throw new SecurityError("out_of_range", "a word outside the vocabulary");
  return number;
}

/** In any order and with repetitions; returns them sorted, each once. @throws SecurityError `out_of_range` */
export function wordNumbers<W extends string>(words: readonly W[], chosen: readonly W[]): number[] {
  return [...new Set(chosen.map((word) => wordNumber(words, word)))].sort((a, b) => a - b);
}

/** Map entries for a word that may be absent. */
export function optionalWord<W extends string>(
  key: number,
  words: readonly W[],
  word: W | undefined,
): [number, CborValue][] {
  return word === undefined ? [] : [[key, wordNumber(words, word)]];
}

/** @throws SecurityError `malformed` */
export function readWord<W extends string>(reader: CborReader, key: number, words: readonly W[]): W {
  return words[reader.uint(key, words.length - 1)] as W;
}

/** An object with the field, or an empty one. @throws SecurityError `malformed` */
export function readOptionalWord<W extends string, F extends string>(
  reader: CborReader,
  key: number,
  words: readonly W[],
  field: F,
): { [K in F]?: W } {
  return reader.has(key) ? ({ [field]: readWord(reader, key, words) } as { [K in F]?: W }) : {};
}

/** @throws SecurityError `malformed` also when out of order or repeated */
export function readWords<W extends string>(reader: CborReader, key: number, words: readonly W[]): W[] {
  let last = -1;
  return reader.array(key, words.length).map((item) => {
    const word = typeof item === "number" && item > last ? words[item] : undefined;
    if (word === undefined)
      throw new SecurityError("malformed", `field ${key} is not an ascending list of known words`);
    last = item as number;
    return word;
  });
}
