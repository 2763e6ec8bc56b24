/** What a person adds to their words: pictures, files, their voice. Kept with the visit in the order of adding. */
import { ATTACHMENTS_MAX_BYTES, type AttachmentInput } from "../../../security/index.ts";
import type { Content } from "./content.ts";

export interface Added {
  readonly what: "picture" | "file" | "voice";
  readonly state: "cleaned" | "uncleaned" | "recorded";
  /** Media type, as officers are told; "" when nobody knows. */
  readonly type: string;
  /** Of the name, without the dot. */
  readonly ending: string;
  /** What is sealed. A chosen file stays where it is and is read piece by piece. */
  readonly content: Content;
  /** What the picture was before it was cleaned. */
  readonly original?: File;
  /** The original goes too, sealed beside the clean picture. */
  keepsOriginal?: boolean;
  /** How long a recording is. */
  readonly seconds?: number;
}

/** Phones write the minute into a name, people their own: so a file has its number instead, from 1. */
export const nameOf = (added: readonly Added[], one: Added): string => `file-${added.indexOf(one) + 1}.${one.ending}`;

/** "3:07" */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** As they go to the officers: an original stands behind its clean copy. */
export function inputsOf(added: readonly Added[]): AttachmentInput[] {
  return added.flatMap((one) => {
    const { type, state, content, original, keepsOriginal } = one;
    const name = nameOf(added, one);
    const clean: AttachmentInput = { name, type, state, content };
    if (!original || !keepsOriginal) return [clean];
    return [clean, { name: name.replace(".", "-original."), type, state: "original", content: original }];
  });
}

/** Bytes that may still be added. */
export const roomIn = (added: readonly Added[]): number =>
  inputsOf(added).reduce((room, { content }) => room - content.size, ATTACHMENTS_MAX_BYTES);
