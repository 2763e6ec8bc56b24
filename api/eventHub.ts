/** Passes "something changed" on to consoles, as server-sent events without content. */
import { PassThrough } from "node:stream";
import { ApiError } from "./errors.ts";

export interface EventHubOptions {
  /** Calls back after each change, from this process or another; returns what ends it. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Streams at the same time, over all officers and per officer. */
  readonly capacity?: number;
  readonly perOfficer?: number;
  /** Milliseconds between two events of one stream at least; changes in between become one event. */
  readonly intervalMs?: number;
  /** Milliseconds between two comments that keep proxies from closing the stream. */
  readonly heartbeatMs?: number;
}

const CHANGED = "event: changed\ndata: \n\n";
const HEARTBEAT = ": still here\n\n";
const RETRY_AFTER_S = 30;

interface Listener {
  readonly stream: PassThrough;
  readonly officerId: string;
  readonly stillAllowed: () => Promise<boolean>;
  lastMs: number;
  pending: NodeJS.Timeout | undefined;
}

export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #unsubscribe: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #capacity: number;
  readonly #perOfficer: number;
  readonly #intervalMs: number;

  constructor(options: EventHubOptions) {
    this.#capacity = options.capacity ?? 500;
    this.#perOfficer = options.perOfficer ?? 8;
    this.#intervalMs = options.intervalMs ?? 1000;
    this.#unsubscribe = options.subscribe(() => this.#changed());
    this.#heartbeat = setInterval(() => void this.#beat(), options.heartbeatMs ?? 25_000);
    this.#heartbeat.unref();
  }

  /**
   * Opens a stream for an officer.
   * @param stillAllowed asked with every heartbeat; the stream ends when the session has
   * @throws ApiError `busy` when there are too many
   */
  open(officerId: string, stillAllowed: () => Promise<boolean>): PassThrough {
    const own = [...this.#listeners].filter((listener) => listener.officerId === officerId).length;
    if (this.#listeners.size >= this.#capacity || own >= this.#perOfficer) {
      throw new ApiError("busy", { retryAfter: RETRY_AFTER_S });
    }
    const stream = new PassThrough();
    const listener: Listener = { stream, officerId, stillAllowed, lastMs: 0, pending: undefined };
    this.#listeners.add(listener);
    stream.on("close", () => {
      clearTimeout(listener.pending);
      this.#listeners.delete(listener);
    });
    // A first comment, so that the console knows that it listens.
    stream.write(HEARTBEAT);
    return stream;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Ends every stream, so that the server can stop. */
  close(): void {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const { stream } of this.#listeners) stream.end();
  }

  #changed(): void {
    for (const listener of this.#listeners) this.#tell(listener);
  }

  #tell(listener: Listener): void {
    if (listener.pending !== undefined) return;
    const wait = Math.max(0, listener.lastMs + this.#intervalMs - performance.now());
    listener.pending = setTimeout(() => {
      listener.pending = undefined;
      listener.lastMs = performance.now();
      // A console that does not read gets no second copy of the same word.
      if (!listener.stream.writableNeedDrain) listener.stream.write(CHANGED);
    }, wait);
  }

  async #beat(): Promise<void> {
    for (const listener of this.#listeners) {
      const allowed = await listener.stillAllowed().catch(() => false);
      if (allowed) listener.stream.write(HEARTBEAT);
      else listener.stream.end();
    }
  }
}
