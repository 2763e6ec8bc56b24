/** Between code and mailbox: keys verified, the code stretched, eight slots fetched and tried. */
import { MAILBOX_BYTES } from "../../../security/index.ts";
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen } from "../app.ts";
import { currentStatement, DirectoryRefused } from "../network/directory.ts";
import { Patience } from "../network/patience.ts";
import { mailboxScreen } from "./mailbox.ts";
import { pauseText } from "./pause.ts";
import { closedScreen, refusedScreen } from "./refused.ts";

export function openingScreen(app: App): Screen {
  const { t } = app.texts;
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
  const go = (make: MakeScreen): void => {
    if (!stop.signal.aborted) app.show(make);
  };
  open(app, patience).then(go, (error: unknown) => {
    if (error instanceof DirectoryRefused) go(refusedScreen(error.code, "opening"));
    else go(closedScreen(error instanceof Incomplete ? "page_incomplete" : "page_failed", "opening"));
  });
  return {
    name: "opening",
    passing: true,
    onLeave: () => stop.abort(),
    content: [
      el("h1", {}, t("enter.opening")),
      el("p", { class: "lead" }, t("enter.opening.note")),
      el("progress", { "aria-label": t("wait") }),
      pause,
      hurry,
      spoken,
    ],
  };
}

/** The script that opens did not arrive. */
class Incomplete extends Error {}

async function open(app: App, patience: Patience): Promise<MakeScreen> {
  const sealing = await app.sealing().catch((cause: unknown) => {
    throw new Incomplete("the script does not come", { cause });
  });
  const { visit } = app;
  const statement = await currentStatement(sealing, patience, app.memory);
  const keys = await sealing.keysOf(visit.code ?? "");
  visit.keys = keys;
  const body = sealing.mailboxRequest(keys);
  const reply = await patience.ask(
    { path: "/v1/mailbox", body, answer: "application/octet-stream" },
    (settled) => settled.kind === "refused" || settled.bytes.length === MAILBOX_BYTES,
  );
  if (reply.kind === "refused") return closedScreen(reply.code, "opening");
  const { replies, refused } = await sealing.readMailbox(reply.bytes, keys, statement);
  visit.replies = replies;
  return mailboxScreen(replies, refused);
}
