/**
 * A case's alias: two words that officers say to each other instead of an id. The numbers come from the triage worker,
 * sealed in the summary; the words are the French list of BIP 39, in every language of the console, so that two officers
 * always say the same.
 */
import { wordlist } from "@scure/bip39/wordlists/french.js";
import { ALIAS_WORDS, type Primitives, type Summary } from "../../../security/index.ts";

export function aliasWords(alias: Summary["alias"]): string {
  return alias.map((index) => (wordlist[index] ?? "?").normalize("NFC")).join(" ");
}

/** Two words for an item that triage could not name. */
export function newAlias(p: Primitives): Summary["alias"] {
  const draw = (): number => new DataView(p.randomBytes(2).buffer).getUint16(0) % ALIAS_WORDS; // 2^16 is a multiple
  return [draw(), draw()];
}
