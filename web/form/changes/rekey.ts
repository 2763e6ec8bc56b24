/** A new code in the place of the old one: why, what it changes and from when; then the same code screen and gate as at first. */
import { el } from "../../shared/dom.ts";
import type { App, MakeScreen, Screen } from "../app.ts";
import { deskFor } from "../desk.ts";
import { formOf, list, submitButton, withScript } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";
import { sendingScreen } from "../screens/sending.ts";
import { arrivedScreen } from "./arrived.ts";

export function rekeyScreen(app: App): Screen {
  const { t } = app.texts;
  const { visit } = app;
  const problems = new Problems(app.texts);
  const submit = submitButton(t("rekey.go"));
  const go = (): void =>
    void withScript(
      app,
      problems,
      submit,
      () => app.sealing(),
      (sealing) => {
        if (!visit.fresh) {
          // What was seen and typed back belongs to a code, not to a visit.
          delete visit.codeSeen;
          delete visit.groups;
          visit.fresh = { code: sealing.newCode(), send: sendRekeyScreen };
        }
        app.show("code");
      },
    );
  return {
    name: "rekey",
    content: [
      formOf(
        go,
        problems.element,
        el("h1", {}, t("rekey.title")),
        el("p", { class: "lead" }, t("rekey.why")),
        el("h2", {}, t("rekey.does")),
        list(t("rekey.opened"), t("rekey.dead"), t("rekey.stay")),
        el("h2", {}, t("rekey.keep")),
        list(t("rekey.both"), t("rekey.until")),
        el("p", { class: "notice" }, t("rekey.alone")),
        submit,
      ),
    ],
  };
}

/** Made apart from what was sent, so that nothing holds on to the codes. */
const rekeyedScreen: MakeScreen = (app) =>
  arrivedScreen(app, "rekeyed", ["rekey.done", "rekey.write", "rekey.soon", "rekey.look", "rekey.end", "done.how"]);

function sendRekeyScreen(app: App): Screen {
  const { visit, texts } = app;
  const { fresh } = visit;
  const route = { language: texts.language, desk: deskFor(visit) };
  return sendingScreen(app, {
    seal: async (sealing, statement) => {
      if (!fresh) throw new Error("there is no new code");
      visit.keys ??= await sealing.keysOf(visit.code ?? "");
      fresh.keys ??= await sealing.keysOf(fresh.code);
      return sealing.sealChange(statement, route, visit.keys, fresh.keys);
    },
    again: sendRekeyScreen,
    done: rekeyedScreen,
    alone: true,
  });
}
