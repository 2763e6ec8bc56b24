/** How much anonymous senders may leave here: nothing is dropped to make room, so beyond a bound nothing is taken. */
import { PART_BYTES } from "../security/index.ts";
import { ApiError } from "./errors.ts";

const CACHE_MS = 2000;
const RETRY_AFTER_S = 300;
/** Of the room, for the first part of an upload: what is begun should find room to be finished. */
const SHARE_FOR_BEGINNINGS = 0.75;

export interface UploadRoomOptions {
  /** For parts that wait to be tied to an item, of all uploads together. */
  readonly maxBytes: number;
  readonly now: () => number;
  readonly countParts: () => Promise<number>;
}

/** Counts at most once in two seconds, and between that what this process stores itself. */
export class UploadRoom {
  readonly #options: UploadRoomOptions;
  #counted: { readonly at: number; readonly parts: Promise<number> } | undefined;
  #since = 0;

  constructor(options: UploadRoomOptions) {
    this.#options = options;
  }

  /**
   * @param index of the part within its upload; before it is known, left out: then there has to be room for any
   * @throws ApiError `uploads_full`
   */
  async check(index?: number): Promise<void> {
    const at = this.#options.now();
    if (this.#counted === undefined || at - this.#counted.at >= CACHE_MS || at < this.#counted.at) {
      this.#counted = { at, parts: this.#options.countParts() };
      this.#counted.parts.catch(() => (this.#counted = undefined));
      this.#since = 0;
    }
    const room = this.#options.maxBytes * (index === 0 ? SHARE_FOR_BEGINNINGS : 1);
    const parts = (await this.#counted.parts) + this.#since + 1;
    if (parts * PART_BYTES > room) throw new ApiError("uploads_full", { retryAfter: RETRY_AFTER_S });
  }

  /** A part was stored. */
  add(): void {
    this.#since++;
  }
}
