/** Taking the report back: what that does and what it cannot do, before anything is sent. */
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen } from "../app.ts";
import { asksDesk, deskFor } from "../desk.ts";
import { list } from "../fields/frame.ts";
import { sendingScreen } from "../screens/sending.ts";
import { arrivedScreen } from "./arrived.ts";

export function withdrawScreen(app: App): Screen {
  const { t } = app.texts;
  return {
    name: "withdraw",
    content: [
      el("h1", {}, t("withdraw.title")),
      el("h2", {}, t("withdraw.does")),
      list(t("withdraw.stop"), t("withdraw.delete"), t("withdraw.tell")),
      el("h2", {}, t("withdraw.cannot")),
      list(t("withdraw.told"), t("withdraw.child"), t("withdraw.wait")),
      el("p", {}, t("withdraw.code")),
      el("p", { class: "note" }, t("withdraw.final")),
      el(
        "div",
        { class: "actions" },
        button(t("withdraw.send"), () => app.show(sendWithdrawalScreen), { class: "primary" }),
        // To the mailbox, not to a question that was only on the way here.
        button(t("withdraw.keep"), () => app.back(asksDesk(app.visit) ? 2 : 1), { class: "secondary" }),
      ),
    ],
  };
}

/** Made apart from what was sent, so that nothing holds on to the code. */
const withdrawnScreen: MakeScreen = (app) =>
  arrivedScreen(app, "withdrawn", ["withdraw.done", "done.level.1", "withdraw.then", "done.reply", "done.how"]);

function sendWithdrawalScreen(app: App): Screen {
  const { visit, texts } = app;
  const route = { language: texts.language, desk: deskFor(visit) };
  return sendingScreen(app, {
    seal: async (sealing, statement) => {
      visit.keys ??= await sealing.keysOf(visit.code ?? "");
      return sealing.sealChange(statement, route, visit.keys);
    },
    again: sendWithdrawalScreen,
    done: withdrawnScreen,
    alone: true,
  });
}
