/** Speaks passages one after the other. The browser is given one at a time, so that stopping leaves nothing in its queue. */
import type { Passage } from "./passages.ts";

/** A little slower than people talk: many listen in a language they did not grow up with. */
const RATE = 0.9;

export interface Reading {
  /** Called with what is being read; `null` once the last is over, or it was stopped. */
  readonly onPassage: (passage: Passage | null) => void;
}

export class Reader {
  readonly #speech: SpeechSynthesis;
  readonly #onPassage: Reading["onPassage"];
  /** Held, because browsers forget an utterance that nobody holds, and its end is then never told. */
  #utterance: SpeechSynthesisUtterance | null = null;

  constructor(speech: SpeechSynthesis, { onPassage }: Reading) {
    this.#speech = speech;
    this.#onPassage = onPassage;
  }

  get reading(): boolean {
    return this.#utterance !== null;
  }

  /** @param voice one that the device has itself, see voice.ts */
  read(passages: readonly Passage[], voice: SpeechSynthesisVoice): void {
    this.stop();
    this.#next(passages, voice);
  }

  #next([passage, ...rest]: readonly Passage[], voice: SpeechSynthesisVoice): void {
    if (passage === undefined) return this.stop();
    const utterance = new SpeechSynthesisUtterance(passage.text);
    // Without a voice the browser takes its own favourite, which may be one that sends the words away.
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.rate = RATE;
    // Browsers tell of an utterance's end after it was cancelled too: by then another one is held, or none.
    utterance.addEventListener("end", () => {
      if (this.#utterance === utterance) this.#next(rest, voice);
    });
    utterance.addEventListener("error", () => {
      if (this.#utterance === utterance) this.stop();
    });
    this.#utterance = utterance;
    this.#onPassage(passage);
    this.#speech.speak(utterance);
  }

  stop(): void {
    if (this.#utterance === null) return;
    this.#utterance = null;
    this.#speech.cancel();
    this.#onPassage(null);
  }
}
