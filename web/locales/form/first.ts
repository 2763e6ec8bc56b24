/**
 * Which texts come with the first screen: those that are shown before the first question, and those that may be needed at
 * any time. All others come with the other screens, so that a long catalog does not make the first one late.
 */
export const comesFirst = (key: string): boolean =>
  /^(again|back|continue|wait|problem|foot|draft|intro|exit|idle|erased)(\.|$)/.test(key);

/**
 * Texts that not everybody needs, by the script that they come with: of those who come back, of those who add files, and of
 * those who add their voice.
 */
export const RARE_TEXTS = {
  returning: /^(enter|mailbox|message|closed|rekey|withdraw)\./,
  attachments: /^files\./,
  // A voice message is a file in the list of all answers.
  voice: /^(voice|files\.state)\.|^files\.kept$/,
} as const;

export type RareTexts = keyof typeof RARE_TEXTS;

export const comesRarely = (key: string): boolean => Object.values(RARE_TEXTS).some((keys) => keys.test(key));
