/**
 * Files on their way: sealed a part at a time, each sent until the service has it. A part that was sealed is kept until it
 * has arrived, so the same place never gets other bytes; and what has arrived stays so when sending stops and goes on.
 */
import type { AttachmentSealing, SealedAttachments } from "../../../security/index.ts";
import type { Sealing } from "../load.ts";
import { isAccepted } from "../network/accepted.ts";
import type { Patience } from "../network/patience.ts";
import { inputsOf, type Added } from "./added.ts";

export type Uploaded = { readonly sealed: SealedAttachments } | { readonly code: string };

/** The service keeps parts without an envelope for a day at least. Before that an upload is begun anew. */
const LIFE_MS = 20 * 3_600_000;

/** A stream, and when it was begun, in milliseconds of two clocks. */
interface Begun {
  readonly stream: AttachmentSealing;
  readonly wall: number;
  readonly steady: number;
}

export class Upload {
  readonly #sealing: Sealing;
  readonly #added: readonly Added[];
  #begun: Begun | null = null;
  /** The body that has not arrived yet. */
  #body: Uint8Array | null = null;
  #index = 0;
  #sealed: SealedAttachments | null = null;

  constructor(sealing: Sealing, added: readonly Added[]) {
    this.#sealing = sealing;
    this.#added = added;
  }

  /** What has been sealed is of no more use, or has been used. */
  reset(): void {
    this.#begun = this.#body = this.#sealed = null;
    this.#index = 0;
  }

  /**
   * Goes on where it stopped.
   * @param onProgress told what share has arrived, 0 to 1
   * @returns what the envelope needs, or why the service takes no more: its code, or `file_unreadable`
   * @throws DOMException `AbortError` when patience ends
   */
  async send(patience: Patience, onProgress?: (share: number) => void): Promise<Uploaded> {
    for (;;) {
      const { stream } = this.#start();
      onProgress?.(this.#index / stream.partCount);
      if (this.#sealed) return { sealed: this.#sealed };
      try {
        this.#body ??= await this.#next(stream);
      } catch {
        // A stream is sealed once and from its beginning: what follows a failure is another one.
        this.reset();
        return { code: "file_unreadable" };
      }
      if (this.#body === null) continue;
      const reply = await patience.ask(
        { path: "/v1/parts", body: this.#body, answer: "application/json", final: ["uploads_full"] },
        isAccepted,
      );
      if (reply.kind === "refused") return { code: reply.code };
      this.#body = null;
      this.#index++;
    }
  }

  #start(): Begun {
    const [wall, steady] = [Date.now(), performance.now()];
    const begun = this.#begun;
    // Of the two clocks one may stand still and the other be set: the longer time counts.
    if (begun && Math.max(wall - begun.wall, steady - begun.steady) > LIFE_MS) this.reset();
    return (this.#begun ??= { stream: this.#sealing.sealFiles(inputsOf(this.#added)), wall, steady });
  }

  /** The next body to send; `null` when there is none. */
  async #next({ uploadId, parts }: AttachmentSealing): Promise<Uint8Array | null> {
    const next = await parts.next();
    if (!next.done) return this.#sealing.partBody({ uploadId, index: this.#index, part: next.value });
    this.#sealed = next.value;
    return null;
  }
}
