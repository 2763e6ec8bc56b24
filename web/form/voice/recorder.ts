/**
 * Recording in memory. What the browser gives comes in pieces, as objects that it may write to a disk when memory is short: each
 * is read at once and let go.
 */
import { join } from "../clean/reader.ts";
import { plainMp4 } from "./mp4.ts";
import { plainWebm } from "./webm.ts";

export interface Recording {
  /** The whole file, without metadata. */
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly ending: string;
  readonly seconds: number;
}

/** Why there is no recording: the person did not allow it, there is no microphone, or something else. */
export type Refusal = "refused" | "none" | "failed";

interface Form {
  /** What the browser is asked for. */
  readonly ask: string;
  readonly type: string;
  readonly ending: string;
  readonly plain: (bytes: Uint8Array, seconds: number) => Uint8Array;
}

/** The first that a browser knows. What it would choose by itself may be a form that nobody here can clean. */
const FORMS: readonly Form[] = [
  { ask: "audio/webm;codecs=opus", type: "audio/webm", ending: "webm", plain: plainWebm },
  { ask: "audio/mp4", type: "audio/mp4", ending: "m4a", plain: plainMp4 },
];

/** Enough for a voice. */
const BITS_PER_SECOND = 32_000;
const PIECE_MS = 1_000;
/** What one more piece may bring, and the form around it. */
const SPARE_BYTES = 65_536;

const formHere = (): Form | undefined =>
  typeof MediaRecorder === "undefined" ? undefined : FORMS.find(({ ask }) => MediaRecorder.isTypeSupported(ask));

/** Whether this browser can record at all. Without TLS none can. */
export const canRecord = (): boolean =>
  // Older browsers, and those that are hardened, have no such object, whatever the types say.
  (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia !== undefined && formHere() !== undefined;

function switchOff(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** A microphone that is on. */
export class Recorder {
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #form: Form;
  readonly #started = performance.now();
  #ended: number | null = null;
  #pieces: Uint8Array[] = [];
  #reading: Promise<void> = Promise.resolve();
  #bytes = 0;
  #dropped = false;

  /**
   * Asks for the microphone and begins.
   * @param room bytes that the recording may have; it ends by itself before
   * @param onEnd told when it has ended, by whatever: the person, the room, the device
   */
  static async start(room: number, onEnd: () => void): Promise<Recorder | Refusal> {
    const form = formHere();
    if (!form) return "failed";
    let stream: MediaStream | null = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      return new Recorder(stream, form, room, onEnd);
    } catch (error) {
      if (stream) switchOff(stream);
      const { name } = error as Error;
      if (name === "NotAllowedError" || name === "SecurityError") return "refused";
      return name === "NotFoundError" ? "none" : "failed";
    }
  }

  private constructor(stream: MediaStream, form: Form, room: number, onEnd: () => void) {
    this.#stream = stream;
    this.#form = form;
    this.#recorder = new MediaRecorder(stream, { mimeType: form.ask, audioBitsPerSecond: BITS_PER_SECOND });
    this.#recorder.addEventListener("dataavailable", ({ data }) => {
      this.#bytes += data.size;
      this.#reading = this.#read(this.#reading, data);
      if (this.#bytes > room - SPARE_BYTES) this.stop();
    });
    this.#recorder.addEventListener("stop", onEnd, { once: true });
    this.#recorder.start(PIECE_MS);
  }

  /** Pieces are read one after the other, in the order of their coming. */
  async #read(before: Promise<void>, data: Blob): Promise<void> {
    await before;
    const piece = new Uint8Array(await data.arrayBuffer());
    if (!this.#dropped) this.#pieces.push(piece);
  }

  /** How long it has been on, or was. */
  get seconds(): number {
    return ((this.#ended ?? performance.now()) - this.#started) / 1000;
  }

  /** Switches the microphone off, now. */
  stop(): void {
    this.#ended ??= performance.now();
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    switchOff(this.#stream);
  }

  /** What was recorded, once it has ended; `null` when it cannot be cleaned. */
  async finish(): Promise<Recording | null> {
    this.stop();
    const { seconds } = this;
    try {
      await this.#reading;
      const pieces = this.#pieces;
      this.#pieces = [];
      const { type, ending, plain } = this.#form;
      return { bytes: plain(join(pieces), seconds), type, ending, seconds };
    } catch {
      return null;
    }
  }

  /** Switches off, and forgets. */
  drop(): void {
    this.#dropped = true;
    this.stop();
    for (const piece of this.#pieces) piece.fill(0);
    this.#pieces = [];
  }
}
