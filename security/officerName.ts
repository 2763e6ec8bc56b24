/** Officers' names: what a console asks for, a lead's terminal prints, and a roster carries. */
import { OFFICER_NAME_MAX_BYTES } from "./limits.ts";

/**
 * Control characters and line separators can repaint a terminal, marks of direction can show a name backwards, private and
 * half characters show as anything. The two joiners stay: Persian and Indic names are written with them.
 */
const UNFIT = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** Whether a name has 1 to 200 bytes of UTF-8, something to see, and no character that disturbs what stands around it. */
export function isOfficerName(name: string): boolean {
  return (
    /[\p{L}\p{N}]/u.test(name) && !UNFIT.test(name) && new TextEncoder().encode(name).length <= OFFICER_NAME_MAX_BYTES
  );
}
