/** Listening to a recording. Its address lives while it is heard; the browser's own controls would offer to save it. */
import { el } from "../../shared/dom.ts";

export class Player {
  readonly #onChange: () => void;
  #audio: HTMLAudioElement | null = null;

  /** @param onChange told when it has begun, or ended by itself */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get playing(): boolean {
    return this.#audio !== null;
  }

  play(sound: Blob): void {
    this.stop();
    const audio = el("audio", { src: URL.createObjectURL(sound) });
    this.#audio = audio;
    const ended = (): void => {
      if (this.#audio !== audio) return;
      this.stop();
      this.#onChange();
    };
    audio.addEventListener("ended", ended);
    audio.play().catch(ended);
    this.#onChange();
  }

  stop(): void {
    const audio = this.#audio;
    if (audio === null) return;
    this.#audio = null;
    audio.pause();
    URL.revokeObjectURL(audio.src);
    audio.removeAttribute("src");
  }
}
