/** What of a case can be searched: its texts, each for itself, so that a hit says where it stands. */
import type { CaseFile } from "./caseFile.ts";

/** `name` and `place` are answers of the report. */
export type PassageKind = "report" | "name" | "place" | "message" | "reply" | "note" | "label";

export interface Passage {
  /** Unlike any other in the index. */
  readonly id: string;
  readonly caseId: string;
  readonly kind: PassageKind;
  readonly text: string;
}

export function passagesOf(caseId: string, { items, replies, notes, facts }: CaseFile): Passage[] {
  const found: Omit<Passage, "caseId">[] = [];
  const add = (kind: PassageKind, id: string, text: string): void => {
    if (text.trim() !== "") found.push({ id: `${caseId}/${kind}/${id}`, kind, text });
  };
  for (const item of items) {
    if (item.state === "report") {
      const { narrative, accusedName, place } = item.content.answers;
      add("report", item.id, narrative);
      add("name", item.id, accusedName);
      add("place", item.id, place);
    } else if (item.state !== "refused" && item.content.type === "message") add("message", item.id, item.content.text);
  }
  for (const { id, text } of replies) add("reply", id, text);
  for (const { id, text } of notes) add("note", id, text);
  for (const label of facts.labels) add("label", label, label);
  return found.map((each) => ({ ...each, caseId }));
}
