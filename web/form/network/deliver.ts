/** From words to an accepted envelope: keys verified, sealed once, the identical bytes sent until they are taken. */
import type { Sealed, SealedAttachments, VerifiedStatement } from "../../../security/index.ts";
import type { Upload } from "../attachments/upload.ts";
import type { Sealing } from "../load.ts";
import { isAccepted } from "./accepted.ts";
import { currentStatement, DirectoryRefused, type Memory } from "./directory.ts";
import type { Question } from "./ask.ts";
import { Patience } from "./patience.ts";

export type Stage = "checking" | "files" | "sealing" | "sending";

export type Outcome =
  | { readonly state: "accepted" }
  /** The keys were not to be believed; nothing was sealed with them. */
  | { readonly state: "refused"; readonly code: string }
  /** The service refuses these bytes for good. */
  | { readonly state: "fault"; readonly code: string }
  /** There is no room for files now, or one can be read no more. The words alone would be taken. */
  | { readonly state: "no-files"; readonly code: string };

export interface Delivery {
  readonly sealing: Sealing;
  readonly patience: Patience;
  readonly memory: Memory;
  readonly seal: (statement: VerifiedStatement, attachments?: SealedAttachments) => Promise<Sealed>;
  /** The files, which go before the words. */
  readonly upload?: Upload | undefined;
  readonly onStage: (stage: Stage) => void;
  /** Told what is sent in the end: from then on neither words nor keys are needed for it to arrive. */
  readonly onSealed?: (body: Uint8Array) => void;
  /** What share of the files has arrived, 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** The directory can change between two requests; more often than this it does not. */
const RESEALS_MAX = 4;

/** After these, what was sealed is of no use: the next is sealed with a new content key and new ids. */
const SEAL_ANEW: readonly string[] = ["directory_not_accepted", "part_reused"];
const WITHOUT_FILES: readonly string[] = ["uploads_full", "file_unreadable"];

export async function deliver(delivery: Delivery): Promise<Outcome> {
  for (let reseals = 0; ; reseals++) {
    try {
      const code = await deliverOnce(delivery);
      if (code === null) return { state: "accepted" };
      if (!SEAL_ANEW.includes(code) || reseals === RESEALS_MAX)
        return { state: WITHOUT_FILES.includes(code) ? "no-files" : "fault", code };
      delivery.upload?.reset();
    } catch (error) {
      if (error instanceof DirectoryRefused) return { state: "refused", code: error.code };
      throw error;
    }
  }
}

/** @returns the code of a refusal */
async function deliverOnce(delivery: Delivery): Promise<string | null> {
  const { sealing, patience, memory, upload, onStage, onSealed, onProgress } = delivery;
  onStage("checking");
  let statement = await currentStatement(sealing, patience, memory);
  let attachments: SealedAttachments | undefined;
  if (upload) {
    onStage("files");
    const uploaded = await upload.send(patience, onProgress);
    if ("code" in uploaded) return uploaded.code;
    attachments = uploaded.sealed;
    // That may have taken hours: the words are sealed with the keys of now.
    statement = await currentStatement(sealing, patience, memory);
  }
  onStage("sealing");
  const { body } = await delivery.seal(statement, attachments);
  upload?.reset();
  onSealed?.(body);
  onStage("sending");
  const reply = await patience.ask(envelopeOf(body), isAccepted);
  return reply.kind === "bytes" ? null : reply.code;
}

const envelopeOf = (body: Uint8Array): Question => ({ path: "/v1/envelopes", body, answer: "application/json" });

/** Goes on sending what was sealed, while nobody looks and nothing is left to seal it anew with, for as long as the tab lives. */
export function sendOn(body: Uint8Array): void {
  const patience = new Patience(new AbortController().signal, () => undefined);
  void patience.ask(envelopeOf(body), isAccepted);
}
