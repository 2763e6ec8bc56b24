/** Sealing and sending, step by step, and patience where the network has none. Nothing leads back while it runs. */
import type { Sealed, SealedAttachments, VerifiedStatement } from "../../../security/index.ts";
import { numberFormat } from "../../locales/form/languages.ts";
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Route, Screen } from "../app.ts";
import type { Sealing } from "../load.ts";
import { deliver, type Outcome, type Stage } from "../network/deliver.ts";
import { Patience } from "../network/patience.ts";
import { rareScript } from "../rare.ts";
import { pauseText } from "./pause.ts";
import { faultScreen, noFilesScreen, refusedScreen } from "./refused.ts";

export interface Sending {
  readonly seal: (
    sealing: Sealing,
    statement: VerifiedStatement,
    attachments: SealedAttachments | undefined,
  ) => Promise<Sealed>;
  /** This very sending, from the start: what was typed is sealed anew. */
  readonly again: Route;
  readonly done: MakeScreen;
}

const STAGES: readonly Stage[] = ["checking", "files", "sealing", "sending"];

const STOPPED = { refused: refusedScreen, fault: faultScreen, "no-files": noFilesScreen } as const;

export function sendingScreen(app: App, { seal, again, done }: Sending): Screen {
  const { t } = app.texts;
  const { visit } = app;
  const withFiles = visit.added.length > 0;
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
  const share = numberFormat(app.texts.language, { style: "percent" });
  const bar = el("progress", { max: 1, value: 0, "aria-label": t("send.files") });
  const arrived = el("span", {});
  const progress = el("div", { class: "progress", hidden: true }, el("p", {}, arrived), bar);
  const onProgress = (done: number): void => {
    bar.value = done;
    arrived.textContent = t("send.progress", { share: share.format(Math.floor(done * 100) / 100) });
  };
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
      const { Upload } = await rareScript(app, "attachments");
      visit.upload ??= new Upload(sealing, visit.added);
    }
    return deliver({
      sealing,
      patience,
      memory: app.memory,
      seal: (statement, attachments) => seal(sealing, statement, attachments),
      upload: withFiles ? (visit.upload ?? null) : null,
      onStage,
      onProgress,
    });
  };
  const finished = (outcome: Outcome): void => {
    if (stop.signal.aborted) return;
    if (outcome.state === "accepted") {
      app.forget();
      app.showLast(done);
    } else app.show(STOPPED[outcome.state](outcome.code, again));
  };
  // Sealing can fail for no reason of the network only by a fault of ours: say so rather than turn for ever.
  run().then(finished, () => finished({ state: "fault", code: "page_failed" }));

  return {
    name: "sending",
    back: false,
    passing: true,
    // Sealed words wait for a network for as long as the tab lives.
    busy: true,
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
