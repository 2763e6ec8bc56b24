/** What officers write into a case, in English. */
import type { Screens } from "./catalog.ts";

export const casework: Pick<Screens, "note"> = {
  note: {
    title: "Notes",
    never: "The person never sees them",
    none: "No note yet.",
    label: "New note for the desk",
    hint: "In your words, not verbatim. No name that can be done without: what is not written cannot be taken.",
    save: "Sign and seal the note",
    saving: "Signing and sealing…",
    saved: "Note kept with the case.",
    empty: "Write the note first.",
    tooLong: "Too long for a note: make two of it.",
  },
};
