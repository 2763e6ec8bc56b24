/** Sealing and sending, step by step, and patience where the network has none. Nothing leads back while it runs. */
import type { Sealed, SealedAttachments, VerifiedStatement } from "../../../security/index.ts";
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen, Target } from "../app.ts";
import type { Sealing } from "../load.ts";
import { deliver, sendOn, type Outcome, type Stage } from "../network/deliver.ts";
import { Patience } from "../network/patience.ts";
import { rareScript, type Rare } from "../rare.ts";
import { pauseText } from "./pause.ts";
import { faultScreen, refusedScreen } from "./refused.ts";

export interface Sending {
  readonly seal: (
    sealing: Sealing,
    statement: VerifiedStatement,
    attachments: SealedAttachments | undefined,
  ) => Promise<Sealed>;
  /** This very sending, from the start: what was typed is sealed anew. */
  readonly again: Target;
  readonly done: MakeScreen;
  /** Without the files that were added to words begun and not sent. */
  readonly alone?: boolean;
}

const STAGES: readonly Stage[] = ["checking", "files", "sealing", "sending"];

export function sendingScreen(app: App, { seal, again, done, alone }: Sending): Screen {
  const { t } = app.texts;
  const { visit } = app;
  const withFiles = visit.added.length > 0 && alone !== true;
  const stop = new AbortController();
  const pause = el("p", { class: "pause" });
  const spoken = el("p", { class: "hidden", role: "status" });
  const hurry = button(t("send.now"), () => patience.tryNow(), { class: "secondary", hidden: true });
  const patience = new Patience(stop.signal, (seconds, why) => {
    const said = seconds === null ? "" : pauseText(app.texts, why, seconds);
    // The focus stays with whoever presses; only the first second of a pause is spoken.
    if (seconds !== null && hurry.hidden) spoken.textContent = said;
    hurry.hidden = seconds === null;
    pause.textContent = said;
  });
  const stages = STAGES.filter((stage) => withFiles || stage !== "files");
  const steps = stages.map((stage) =>
    el("li", { class: "step" }, t(`send.${stage}`), " ", el("span", { class: "hidden" })),
  );
  const progress = el("div", { class: "upload", hidden: true });
  let files: Rare["attachments"] | null = null;
  let sealed: Uint8Array | null = null;
  const onStage = (stage: Stage): void => {
    const at = stages.indexOf(stage);
    progress.hidden = stage !== "files";
    steps.forEach((step, i) => {
      step.dataset["state"] = i < at ? "done" : i === at ? "doing" : "waiting";
      (step.lastChild as HTMLElement).textContent = i < at ? t("send.done") : "";
    });
    spoken.textContent = t(`send.${stage}`);
    safe.hidden = stage !== "sending";
  };
  const safe = el("p", { class: "note", hidden: true }, t("send.safe"));

  const run = async (): Promise<Outcome> => {
    const sealing = await app.sealing();
    if (withFiles) {
      files = await rareScript(app, "attachments");
      visit.upload ??= new files.Upload(sealing, visit.added);
    }
    return deliver({
      sealing,
      patience,
      memory: app.memory,
      seal: (statement, attachments) => seal(sealing, statement, attachments),
      upload: visit.upload,
      onStage,
      onSealed: (body) => (sealed = body),
      onProgress: files?.progressIn(app, progress),
    });
  };
  const finished = (outcome: Outcome): void => {
    if (stop.signal.aborted) return;
    if (outcome.state === "accepted") {
      app.forget();
      app.showLast(done);
    } else if (outcome.state === "no-files" && files) app.show(files.noFilesScreen(outcome.code, again));
    else app.show(outcome.state === "refused" ? refusedScreen(outcome.code, again) : faultScreen(outcome.code, again));
  };
  // Sealing can fail for no reason of the network only by a fault of ours: say so rather than turn for ever.
  run().then(finished, () => finished({ state: "fault", code: "page_failed" }));

  return {
    name: "sending",
    back: false,
    passing: true,
    // Sealed words wait for a network for as long as the tab lives. On a kiosk the next person does not find them: there
    // what is sealed goes on by itself, and the words and the code are forgotten.
    busy: !app.device.kiosk,
    onAbandon: () => sealed && sendOn(sealed),
    onLeave: () => stop.abort(),
    content: [
      el("h1", {}, t("send.title")),
      el("p", { class: "lead" }, t("send.stay")),
      el("ol", { class: "steps" }, ...steps),
      progress,
      pause,
      safe,
      hurry,
      spoken,
    ],
  };
}
