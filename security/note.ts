/**
 * A note: what an officer writes for the other officers of the desk, never for the reporter. The content of an entry of kind
 * `note`.
 *
 *     { 0: text, 1 to 12 000 bytes of UTF-8 }
 */
import { utf8 } from "./bytes.ts";
import { CborReader, encodeCbor } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { NOTE_MAX_BYTES } from "./limits.ts";

export interface Note {
  readonly text: string;
}

/** @throws SecurityError `too_long` above 12 000 bytes of UTF-8; `out_of_range` for a text without a letter */
export function encodeNote({ text }: Note): Uint8Array {
  if (text.trim() === "") throw new SecurityError("out_of_range", "a note says something");
  if (utf8(text).length > NOTE_MAX_BYTES) throw new SecurityError("too_long", "a note has 12 000 bytes at most");
  return encodeCbor(new Map([[0, text]]));
}

/** @throws SecurityError `malformed`, `non_canonical` */
export function parseNote(content: Uint8Array): Note {
  const reader = CborReader.parse(content);
  const note: Note = { text: reader.text(0, NOTE_MAX_BYTES) };
  reader.end();
  if (note.text.trim() === "") throw new SecurityError("malformed", "a note that says nothing");
  return note;
}
