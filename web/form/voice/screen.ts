/**
 * A voice message: recorded in memory, listened to, recorded again, thrown away, or added. The microphone is on between "start"
 * and "stop" alone; leaving the screen, leaving the page, or another page in front switches it off.
 */
import { ATTACHMENTS_MAX_FILES } from "../../../security/index.ts";
import { button, el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import { clock, inputsOf, roomIn } from "../attachments/added.ts";
import { inMemory } from "../attachments/content.ts";
import { list } from "../fields/frame.ts";
import type { PlainKey } from "../texts.ts";
import { Player } from "./player.ts";
import { canRecord, Recorder, type Recording, type Refusal } from "./recorder.ts";

/** Nobody listens to more in one piece, and a microphone that was forgotten must end. */
const MINUTES_MAX = 30;
/** A recording keeps the page from being wiped: whoever walks away from a kiosk in the middle leaves it open for this long. */
const KIOSK_MINUTES_MAX = 5;
/** With less room than this nothing worth hearing fits. */
const ROOM_MIN_BYTES = 2 ** 18;
const TICK_MS = 250;

const REFUSED: Readonly<Record<Refusal, PlainKey>> = {
  refused: "voice.refused",
  none: "voice.none",
  failed: "voice.failed",
};

export function voiceScreen(app: App): Screen {
  const { t } = app.texts;
  const { visit } = app;
  const room = roomIn(visit.added);
  const minutes = app.device.kiosk ? KIOSK_MINUTES_MAX : MINUTES_MAX;
  const status = el("p", { role: "status" });
  const time = el("p", { class: "time", role: "timer" });
  const stage = el("div", { class: "actions" });
  const player = new Player(() => draw("voice-listen"));
  let recorder: Recorder | null = null;
  let recording: Recording | null = null;
  let asking = false;
  let over = false;

  const tick = (): void => {
    time.textContent = clock(recorder?.seconds ?? recording?.seconds ?? 0);
    if (recorder && recorder.seconds >= minutes * 60) recorder.stop();
  };
  const ticking = setInterval(tick, TICK_MS);

  const start = async (): Promise<void> => {
    if (asking || recorder) return;
    asking = true;
    forget();
    status.textContent = t("voice.asking");
    const begun = await Recorder.start(room, () => void ended());
    asking = false;
    const on = begun instanceof Recorder ? begun : null;
    if (over) return on?.drop();
    recorder = on;
    status.textContent = typeof begun === "string" ? t(REFUSED[begun]) : t("voice.recording");
    draw(on ? "voice-stop" : "voice-start");
  };
  const ended = async (): Promise<void> => {
    const made = await recorder?.finish();
    if (over) return;
    recorder = null;
    recording = made ?? null;
    status.textContent = t(recording ? "voice.stopped" : "voice.failed");
    draw(recording ? "voice-listen" : "voice-start");
  };
  const forget = (): void => {
    player.stop();
    recording?.bytes.fill(0);
    recording = null;
  };
  const remove = (): void => {
    forget();
    status.textContent = t("voice.deleted");
    draw("voice-start");
  };
  const add = ({ bytes, type, ending, seconds }: Recording): void => {
    visit.added.push({ what: "voice", state: "recorded", type, ending, content: inMemory(bytes), seconds });
    delete visit.upload;
    // It is the report's now, and not forgotten with this screen.
    recording = null;
    app.back();
  };
  const listen = ({ bytes, type }: Recording): void => {
    if (!player.playing) return player.play(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    player.stop();
    draw("voice-listen");
  };

  const presser = (key: PlainKey, onPress: () => void, look: string, id?: string): HTMLButtonElement =>
    button(t(key), onPress, { class: look, ...(id !== undefined && { id }) });
  const buttons = (): HTMLElement[] => {
    const made = recording;
    if (recorder) return [presser("voice.stop", () => recorder?.stop(), "primary", "voice-stop")];
    if (!made) return [presser("voice.start", () => void start(), "primary", "voice-start")];
    return [
      presser(player.playing ? "voice.quiet" : "voice.listen", () => listen(made), "secondary", "voice-listen"),
      presser("voice.add", () => add(made), "primary"),
      presser("voice.again", () => void start(), "secondary"),
      presser("voice.delete", remove, "link"),
    ];
  };
  /** @param focusId the button that goes on from here */
  const draw = (focusId?: string): void => {
    tick();
    time.hidden = !recorder && !recording;
    stage.replaceChildren(...buttons());
    if (focusId !== undefined) document.getElementById(focusId)?.focus();
  };
  const onHidden = (): void => {
    if (!document.hidden) return;
    recorder?.stop();
    player.stop();
  };
  document.addEventListener("visibilitychange", onHidden);

  const unable: PlainKey | null = !canRecord()
    ? "voice.unable"
    : room < ROOM_MIN_BYTES || inputsOf(visit.added).length >= ATTACHMENTS_MAX_FILES
      ? "voice.full"
      : null;
  if (unable === null) draw();
  return {
    name: "voice",
    get busy() {
      return recorder !== null || player.playing;
    },
    onLeave: () => {
      over = true;
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", onHidden);
      recorder?.drop();
      forget();
    },
    content: [
      el("h1", {}, t("voice.title")),
      ...(unable === null
        ? [
            el("p", { class: "lead" }, t("voice.lead")),
            list(
              t("voice.known"),
              t("voice.names"),
              t("voice.near"),
              t("voice.ask"),
              t("voice.remember"),
              t("voice.limit", { minutes }),
            ),
            time,
            status,
            stage,
          ]
        : [el("p", { class: "notice" }, t(unable)), button(t("continue"), () => app.back(), { class: "primary" })]),
    ],
  };
}
