/** Files with a report, sealed as the form seals them and laid where the host keeps parts. */
import {
  sealAttachments,
  slipOf,
  type Answers,
  type AttachmentInput,
  type AttachmentState,
  type SealedAttachments,
} from "../../../../security/index.ts";
import type { TestUnit } from "../../../tools/unit.ts";
import { answersWith, firstItem, keysOf } from "./reports.ts";
import { addCase, type Scene } from "./scene.ts";

export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly state?: AttachmentState;
  readonly bytes: Uint8Array;
}

export const text = (words: string): Uint8Array => new TextEncoder().encode(words);

export async function sealFiles(
  unit: TestUnit,
  files: readonly SentFile[],
): Promise<{ sealed: SealedAttachments; parts: Uint8Array[] }> {
  const inputs = files.map(({ name, type, state = "uncleaned", bytes }): AttachmentInput => ({
    name,
    type,
    state,
    content: new Blob([bytes.slice()]),
  }));
  const sealing = sealAttachments(unit.p, inputs);
  const parts: Uint8Array[] = [];
  for (;;) {
    const next = await sealing.parts.next();
    if (next.done) return { sealed: next.value, parts };
    parts.push(next.value);
  }
}

export interface CaseWithFiles {
  readonly caseId: string;
  readonly itemId: string;
  readonly partCount: number;
}

/** A case whose report came with these files, all parts on the host. */
export async function addCaseWithFiles(
  scene: Pick<Scene, "unit" | "host">,
  files: readonly SentFile[],
  answers: Answers = answersWith(),
): Promise<CaseWithFiles> {
  const { sealed, parts } = await sealFiles(scene.unit, files);
  const item = await firstItem(scene.unit, answers, await keysOf(scene.unit), { attachments: sealed });
  for (const [index, part] of parts.entries()) scene.host.state.parts.set(`${item.id}/${index}`, part);
  const caseId = addCase(scene, { item, slip: slipOf(answers), daysAgo: 0 });
  return { caseId, itemId: item.id, partCount: parts.length };
}
