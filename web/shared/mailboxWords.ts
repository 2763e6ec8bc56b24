/** The words around a reply on the reporter's page, by language: what the console's preview shows. Set by the build. */
import type { Language } from "../../security/index.ts";

export interface MailboxWords {
  /** That the signature was checked. */
  readonly verified: string;
  /** With `{number}`. */
  readonly reply: string;
}

declare const ABRI_MAILBOX_WORDS: Readonly<Record<Language, MailboxWords>>;

export const mailboxWords = (language: Language): MailboxWords => ABRI_MAILBOX_WORDS[language];
