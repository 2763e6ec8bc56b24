/**
 * Which texts come with the first screen: those that are shown before the first question, and those that may be needed at
 * any time. All others come with the other screens, so that a long catalog does not make the first one late.
 */
export const comesFirst = (key: string): boolean =>
  /^(again|back|continue|wait|problem|foot|draft|intro|exit|idle|erased)(\.|$)/.test(key);

/** Texts that only those need who add files or their voice: they come with the scripts for that. */
export const comesRarely = (key: string): boolean => /^(files|voice)\./.test(key);
