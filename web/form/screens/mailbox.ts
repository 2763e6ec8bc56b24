/** The replies that verify, in order. An unknown code looks like one that has no reply yet: there is no telling them apart. */
import type { Reply } from "../../../security/index.ts";
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen } from "../app.ts";
import { rekeyScreen } from "../changes/rekey.ts";
import { withdrawScreen } from "../changes/withdraw.ts";
import { asksDesk } from "../desk.ts";
import { lettersOf, type Gap, type Letters, type Whole } from "../replies.ts";
import { deskScreen } from "./desk.ts";

export function mailboxScreen(replies: readonly Reply[], refused: number): MakeScreen {
  return (app) => {
    const { t } = app.texts;
    const change = (key: "mailbox.rekey" | "mailbox.withdraw", next: MakeScreen, look: string): Child =>
      button(t(key), () => app.show(asksDesk(app.visit) ? deskScreen(next) : next), { class: look });
    // Whether somebody helped with the report is written nowhere, so whoever comes back early is asked: decisions/0015.
    const early = replies.length <= 1;
    return {
      name: "mailbox",
      content: [
        el("h1", {}, t("mailbox.title")),
        ...(replies.length === 0
          ? [
              el("p", { class: "lead" }, t("mailbox.none")),
              el("p", {}, t("mailbox.none.when")),
              el("p", {}, t("mailbox.none.more")),
            ]
          : shown(app, lettersOf(replies))),
        refused > 0 && el("p", { class: "notice" }, t("mailbox.refused", { count: refused })),
        early &&
          el(
            "div",
            { class: "notice" },
            el("h2", {}, t("mailbox.helped")),
            el("p", {}, t("mailbox.helped.more")),
            change("mailbox.rekey", rekeyScreen, "secondary"),
          ),
        el(
          "div",
          { class: "actions" },
          button(t("mailbox.write"), () => app.show("message"), { class: "primary" }),
          button(t("mailbox.finish"), () => app.finish(), { class: "secondary" }),
          !early && change("mailbox.rekey", rekeyScreen, "link"),
          change("mailbox.withdraw", withdrawScreen, "link"),
        ),
      ],
    };
  };
}

function shown(app: App, { lines, olderGone }: Letters): Child[] {
  const { t } = app.texts;
  return [
    el("p", { class: "verified" }, t("mailbox.verified")),
    olderGone && el("p", { class: "note" }, t("mailbox.older")),
    ...lines.map((line) => ("gap" in line ? missing(app, line.gap) : letter(app, line.whole, line.startGone))),
  ];
}

function letter(app: App, { from, to, text, complete }: Whole, startGone: boolean): Child {
  const { t } = app.texts;
  return el(
    "article",
    { class: "reply", "aria-labelledby": `reply-${from}` },
    el("h2", { id: `reply-${from}` }, t("mailbox.reply", { number: from === to ? from : `${from}–${to}` })),
    el("p", { class: "words", dir: "auto" }, text),
    !complete && el("p", { class: "note" }, t(startGone ? "mailbox.cut" : "mailbox.missing")),
  );
}

function missing(app: App, { from, to }: Gap): Child {
  const { t } = app.texts;
  return el(
    "p",
    { class: "notice" },
    from === to ? t("mailbox.gap", { number: from }) : t("mailbox.gaps", { from, to }),
  );
}
