/** A browser that can speak, played: headless Chromium has no voice. What it is given to say is kept, word for word. */
import type { Page } from "playwright-core";

export interface PlayedVoice {
  readonly name: string;
  readonly lang: string;
  readonly localService: boolean;
}

export interface Spoken {
  readonly text: string;
  readonly lang: string;
  /** The voice that was chosen; `null`: the browser's own favourite would have read. */
  readonly voice: string | null;
}

/** How the played browser behaves. */
export interface Play {
  readonly voices: readonly PlayedVoice[];
  /** Lists its voices only once `voicesCome` is called, as browsers do. */
  readonly late?: boolean;
}

interface Stage {
  voices: PlayedVoice[];
  readonly spoken: Spoken[];
  cancelled: number;
  /** Ends what is being said, as if it had been heard. */
  end(): void;
}

type Staged = typeof globalThis & { stage: Stage };

/** To be called before the page is opened. */
export async function playSpeech(page: Page, { voices, late = false }: Play): Promise<void> {
  await page.addInitScript(
    ([listed, hidden]) => {
      class Utterance extends EventTarget {
        voice: { name: string } | null = null;
        lang = "";
        readonly text: string;
        constructor(text: string) {
          super();
          this.text = text;
        }
      }
      let current: Utterance | null = null;
      const stage = {
        voices: hidden ? [] : listed,
        spoken: [] as object[],
        cancelled: 0,
        end: () => {
          const ended = current;
          current = null;
          ended?.dispatchEvent(new Event("end"));
        },
      };
      class Speech extends EventTarget {
        getVoices(): readonly object[] {
          return stage.voices;
        }
        speak(utterance: Utterance): void {
          stage.spoken.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice?.name ?? null });
          current = utterance;
        }
        cancel(): void {
          stage.cancelled++;
          const gone = current;
          current = null;
          // Told later, as browsers tell it.
          setTimeout(() => gone?.dispatchEvent(new Event("error")));
        }
      }
      Object.defineProperty(globalThis, "SpeechSynthesisUtterance", { value: Utterance });
      Object.defineProperty(globalThis, "speechSynthesis", { value: new Speech() });
      Object.defineProperty(globalThis, "stage", { value: stage });
    },
    [voices.map((voice) => ({ ...voice, voiceURI: voice.name, default: false })), late] as const,
  );
}

/** The browser has found these voices. */
export async function voicesCome(page: Page, voices: readonly PlayedVoice[]): Promise<void> {
  await page.evaluate(
    (found) => {
      (globalThis as Staged).stage.voices = found;
      speechSynthesis.dispatchEvent(new Event("voiceschanged"));
    },
    voices.map((voice) => ({ ...voice, voiceURI: voice.name })),
  );
}

export const spokenOn = (page: Page): Promise<Spoken[]> => page.evaluate(() => (globalThis as Staged).stage.spoken);

export const cancelledOn = (page: Page): Promise<number> => page.evaluate(() => (globalThis as Staged).stage.cancelled);

/** Lets everything be said that is to be said, and gives it. */
export async function hearAll(page: Page): Promise<Spoken[]> {
  return page.evaluate(() => {
    const { stage } = globalThis as Staged;
    for (let said = -1; said !== stage.spoken.length;) {
      said = stage.spoken.length;
      stage.end();
    }
    return stage.spoken;
  });
}
