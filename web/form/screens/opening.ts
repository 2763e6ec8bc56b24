/** Between code and mailbox: keys verified, the code stretched, eight slots fetched and tried. */
import { MAILBOX_BYTES } from "../../../security/index.ts";
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen } from "../app.ts";
import { currentStatement, DirectoryRefused } from "../network/directory.ts";
import { Patience } from "../network/patience.ts";
import { mailboxScreen } from "./mailbox.ts";
import { faultScreen, refusedScreen } from "./refused.ts";

export function openingScreen(app: App): Screen {
  const { t } = app.texts;
  const stop = new AbortController();
  const status = el("p", { class: "pause", role: "status" });
  const hurry = button(t("send.now"), () => patience.tryNow(), { class: "secondary", hidden: true });
  const patience = new Patience(stop.signal, (seconds) => {
    hurry.hidden = seconds === null;
    status.textContent = seconds === null ? "" : t("send.busy", { count: seconds });
  });
  const go = (make: MakeScreen): void => {
    if (!stop.signal.aborted) app.show(make);
  };
  open(app, patience).then(go, (error: unknown) => {
    if (error instanceof DirectoryRefused) go(refusedScreen(error.code, "opening"));
    else go(faultScreen("page_failed", "opening"));
  });
  return {
    name: "opening",
    passing: true,
    onLeave: () => stop.abort(),
    content: [
      el("h1", {}, t("enter.opening")),
      el("p", { class: "lead" }, t("enter.opening.note")),
      el("progress", { "aria-label": t("wait") }),
      status,
      hurry,
    ],
  };
}

async function open(app: App, patience: Patience): Promise<MakeScreen> {
  const sealing = await app.sealing();
  const { visit } = app;
  const statement = await currentStatement(sealing, patience, app.memory);
  const keys = await sealing.keysOf(visit.code ?? "");
  visit.keys = keys;
  const body = sealing.mailboxRequest(keys);
  const reply = await patience.ask(
    { path: "/v1/mailbox", body, answer: "application/octet-stream" },
    (settled) => settled.kind === "refused" || settled.bytes.length === MAILBOX_BYTES,
  );
  if (reply.kind === "refused") return faultScreen(reply.code, "opening");
  const { replies, refused } = await sealing.readMailbox(reply.bytes, keys, statement);
  visit.replies = replies;
  return mailboxScreen(replies, refused);
}
