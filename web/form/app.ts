/**
 * The page in use: which screen is shown, what has been typed, and the way back. One address and no history entry: the way
 * back is a list in memory. Screens are functions from the app to elements, made anew each time they are shown.
 */
import { SUBJECTS, type CodeKeys, type Language, type Reply, type Subject } from "../../security/index.ts";
import { append, el, fill, type Child } from "../shared/dom.ts";
import type { Device } from "./device.ts";
import { newDraft, oneOf, type Draft } from "./draft.ts";
import type { Hear } from "./listen/hear.ts";
import type { Listening } from "./listen/listen.ts";
import { loadScript, type Scripts, type Sealing } from "./load.ts";
import type { QuestionId } from "./questions.ts";
import type { Memory } from "./network/directory.ts";
import type { Added } from "./attachments/added.ts";
import type { Upload } from "./attachments/upload.ts";
import { addStyle } from "./style.ts";
import type { Texts, TextsScript } from "./texts.ts";

export interface Screen {
  /** Stable, for tests and for style; never shown. */
  readonly name: string;
  readonly content: readonly Child[];
  /** What is focused and so read first; the first heading when left out. */
  readonly focus?: HTMLElement;
  /** False where there is no way back, after sending for one. */
  readonly back?: boolean;
  /** True for a screen that is only passed through: the way back leads past it. */
  readonly passing?: boolean;
  /** True while something is under way that waiting does not harm: the page is not idle then. */
  readonly busy?: boolean;
  /** Runs before `onLeave` when the page is wiped because nobody touches it: what may go on without anybody is let go on. */
  readonly onAbandon?: () => void;
  /** Runs when the screen has gone, by quick exit too: whatever runs for this screen ends here, at once. */
  readonly onLeave?: () => void;
}

export type MakeScreen = (app: App) => Screen;

/** The screens that others lead to by name, listed in `journey.ts` and `returning.ts`; thus no screen imports one that leads back to it. */
export type Route =
  | "intro"
  | "consent"
  | "review"
  | "hand"
  | "code"
  | "check"
  | "practice"
  | "send-report"
  | "enter"
  | "opening"
  | "message"
  | "send-message"
  | `question-${QuestionId}`
  | `change-${QuestionId}`;

export type Routes = (route: Route) => MakeScreen;

/** Where the first screen leads: to a report, or to a mailbox. */
export type Way = "journey" | "returning";

/** What the script of a way gives. It names the screens, which name this file: so its shape is said here. */
interface WayScript {
  readonly routes: Routes;
  readonly style: string;
  readonly hear: Hear;
}

/** Where a screen leads: by name where others lead there too. */
export type Target = Route | MakeScreen;

/** What belongs to one person's visit and goes with it. */
export interface Visit {
  readonly draft: Draft;
  /** 27 digits, once the code screen has been reached; or as typed by someone who comes back. */
  code?: string;
  codeSeen?: boolean;
  /** The two groups to type back, from 0. */
  groups?: readonly [number, number];
  keys?: CodeKeys;
  /** A new code that is to take the place of `code`, and the screen that sends it. */
  fresh?: { readonly code: string; readonly send: MakeScreen; keys?: CodeKeys };
  replies?: readonly Reply[];
  message: { text: string; danger: string; desk: string };
  /** Files and voice, in order. */
  readonly added: Added[];
  /** These, on their way; gone when one of them changes. */
  upload?: Upload;
}

const newVisit = (): Visit => ({ draft: newDraft(), message: { text: "", danger: "", desk: "" }, added: [] });

function wipeKeys({ token, outerKey, reply, thread }: CodeKeys): void {
  for (const secret of [token, outerKey, reply.secretKey, thread.secretKey]) secret.fill(0);
}

export interface Place {
  readonly main: HTMLElement;
  readonly back: HTMLElement;
  readonly foot: HTMLElement;
  readonly device: Device;
  /** Shows the first screen again, as the server sent it. `over`: this person's visit has ended. */
  readonly leave: (over: boolean) => void;
}

export class App {
  readonly texts: Texts;
  readonly memory: Memory = {};
  visit: Visit = newVisit();
  readonly #place: Place;
  readonly #scripts: Scripts;
  #routes: Routes;
  #way: Target[] = [];
  #current: { target: Target; screen: Screen } | null = null;
  #hear: Hear | null = null;
  #listening: Listening | null = null;
  readonly #over = new AbortController();

  /** @param intro the one screen that is here before the others are */
  constructor(texts: Texts, place: Place, intro: MakeScreen, scripts: Scripts) {
    this.texts = texts;
    this.#routes = () => intro;
    this.#scripts = scripts;
    this.#place = place;
    place.back.textContent = texts.t("back");
  }

  get draft(): Draft {
    return this.visit.draft;
  }

  get device(): Device {
    return this.#place.device;
  }

  get busy(): boolean {
    return this.#current?.screen.busy === true || this.#listening?.reading === true;
  }

  get subject(): Subject | undefined {
    return oneOf(this.draft, "subject", SUBJECTS);
  }

  /** The script that holds the keys; rejects when it cannot be fetched, and may be asked again. */
  sealing(): Promise<Sealing> {
    return loadScript<Sealing>(this.#scripts["sealing"]);
  }

  /** The script that holds the screens of a way, and their texts; rejects like `sealing`. */
  async take(way: Way): Promise<void> {
    const { more, rare } = this.texts.elsewhere;
    const addresses = way === "returning" ? [more, rare.returning] : [more];
    const [{ routes, style, hear }, texts] = await Promise.all([
      loadScript<WayScript>(this.#scripts[way]),
      Promise.all(addresses.map((address) => loadScript<TextsScript>(address))),
    ]);
    for (const each of texts) this.texts.learn(each);
    addStyle(style);
    this.#routes = routes;
    this.#hear = hear;
  }

  /** Offers to read screens aloud, where the device has a voice; once the other screens are here. */
  hear(): void {
    this.#hear?.(this.#place.main, this.texts, this.#over.signal, (listening) => {
      this.#listening = listening;
      listening.offer();
    });
  }

  /** Goes on to a screen. */
  show(target: Target): void {
    if (this.#current && this.#current.screen.passing !== true) this.#way.push(this.#current.target);
    this.#render(target);
  }

  /** Goes to a screen from which nothing leads back. */
  showLast(target: Target): void {
    this.#way = [];
    this.#render(target);
  }

  /** @param steps over how many screens */
  back(steps = 1): void {
    const [target] = this.#way.splice(-steps);
    if (target) this.#render(target);
    else this.#end(false);
  }

  /** Goes back to where that screen was shown before; on to it where it was not. */
  backTo(route: Route): void {
    const at = this.#way.lastIndexOf(route);
    if (at < 0) return this.show(route);
    this.#way.length = at;
    this.#render(route);
  }

  /** Forgets the words, the code and the keys. JavaScript strings cannot be overwritten, only let go. */
  forget(): void {
    const { keys, fresh } = this.visit;
    this.visit = newVisit();
    for (const each of [keys, fresh?.keys]) if (each) wipeKeys(each);
    // Browsers keep the text that the last regular expression matched, whole: this takes the place of the code.
    /^/.exec("");
  }

  /** As `finish`, when nobody has touched the page for long. */
  abandon(): void {
    this.#current?.screen.onAbandon?.();
    this.finish();
  }

  /** Forgets everything and shows the first screen. */
  finish(): void {
    this.#end(true);
  }

  #end(over: boolean): void {
    this.#over.abort();
    this.#current?.screen.onLeave?.();
    this.#current = null;
    this.#way = [];
    this.forget();
    delete this.memory.newest;
    delete this.memory.daysBehind;
    for (const field of this.#place.main.querySelectorAll<HTMLInputElement>("input, textarea")) field.value = "";
    this.#place.leave(over);
  }

  #render(target: Target): void {
    this.#listening?.stop();
    this.#current?.screen.onLeave?.();
    const screen = (typeof target === "function" ? target : this.#routes(target))(this);
    this.#current = { target, screen };
    const { main, back } = this.#place;
    main.replaceChildren();
    append(main, ...screen.content);
    main.dataset["screen"] = screen.name;
    back.hidden = screen.back === false;
    scrollTo(0, 0);
    const focus = screen.focus ?? main.querySelector("h1");
    if (focus) {
      focus.tabIndex = -1;
      focus.focus({ preventScroll: true });
    }
    this.#listening?.offer();
  }

  /** The foot of every screen: the emergency line, and that the words are a draft. */
  showFoot(numbers: (language: Language) => string): void {
    const { t, draft } = this.texts;
    fill(
      this.#place.foot,
      el("p", {}, t("foot.emergency", { numbers })),
      draft && el("p", { class: "small" }, t("draft.foot")),
    );
  }
}
