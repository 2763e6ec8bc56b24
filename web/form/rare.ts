/** The scripts that few people need, each fetched when it is wanted, with its texts. */
import type { App, MakeScreen, Target } from "./app.ts";
import type { Upload } from "./attachments/upload.ts";
import { loadScript } from "./load.ts";
import type { TextsScript } from "./texts.ts";

/** What each gives. They name screens, which name the app: so their shape is said here. */
export interface Rare {
  readonly attachments: {
    readonly filesScreen: MakeScreen;
    readonly noFilesScreen: (code: string, again: Target) => MakeScreen;
    readonly Upload: typeof Upload;
    /** Shows in `place` what share of the files has arrived, 0 to 1. */
    readonly progressIn: (app: App, place: HTMLElement) => (share: number) => void;
  };
  readonly voice: { readonly voiceScreen: MakeScreen };
}

declare const ABRI_RARE_SCRIPTS: Readonly<Record<keyof Rare, string>>;

/** Rejects when something cannot be fetched, and may be asked again. */
export async function rareScript<K extends keyof Rare>(app: App, name: K): Promise<Rare[K]> {
  const [script, texts] = await Promise.all([
    loadScript<Rare[K]>(ABRI_RARE_SCRIPTS[name]),
    loadScript<TextsScript>(app.texts.elsewhere.rare[name]),
  ]);
  app.texts.learn(texts);
  return script;
}
