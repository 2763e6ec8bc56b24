/** Files as a page hands them over, and streams sealed from them. */
import type { Primitives } from "../../security/index.ts";
import type { AttachmentState } from "../../security/vocabulary.ts";
import { sealAttachments, type AttachmentInput, type SealedAttachments } from "../../security/sealAttachments.ts";

/** Bytes that differ from file to file and from place to place: byte i is (i · i + seed) mod 251. */
export function content(size: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, i) => ((i % 65_521) * (i % 65_521) + seed) % 251);
}

export function file(size: number, seed = 1, state: AttachmentState = "cleaned"): AttachmentInput {
  return { name: `photo-${seed}.jpg`, type: "image/jpeg", state, content: new Blob([content(size, seed)]) };
}

export const files = (...sizes: readonly number[]): AttachmentInput[] => sizes.map((size, i) => file(size, i + 1));

export interface SealedStream {
  readonly parts: readonly Uint8Array[];
  readonly sealed: SealedAttachments;
}

/** All parts at once, as no page should. */
export async function sealAll(p: Primitives, inputs: readonly AttachmentInput[]): Promise<SealedStream> {
  const { parts: source } = sealAttachments(p, inputs);
  const parts: Uint8Array[] = [];
  for (;;) {
    const step = await source.next();
    if (step.done === true) return { parts, sealed: step.value };
    parts.push(step.value);
  }
}
