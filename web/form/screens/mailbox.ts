/** The replies that verify, in order. An unknown code looks like one that has no reply yet: there is no telling them apart. */
import type { Reply } from "../../../security/index.ts";
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen } from "../app.ts";
import { joinReplies, type Whole } from "../replies.ts";

export function mailboxScreen(replies: readonly Reply[], refused: number): MakeScreen {
  return (app) => {
    const { t } = app.texts;
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
          : shown(app, joinReplies(replies))),
        refused > 0 && el("p", { class: "notice" }, t("mailbox.refused", { count: refused })),
        el(
          "div",
          { class: "actions" },
          button(t("mailbox.write"), () => app.show("message"), { class: "primary" }),
          button(t("mailbox.finish"), () => app.finish(), { class: "secondary" }),
        ),
      ],
    };
  };
}

function shown(app: App, replies: readonly Whole[]): Child[] {
  const { t } = app.texts;
  return [
    el("p", { class: "verified" }, t("mailbox.verified")),
    ...replies.map(({ text, complete }, i) =>
      el(
        "article",
        { class: "reply", "aria-labelledby": `reply-${i + 1}` },
        el("h2", { id: `reply-${i + 1}` }, t("mailbox.reply", { number: i + 1 })),
        el("p", { class: "words", dir: "auto" }, text),
        !complete && el("p", { class: "note" }, t("mailbox.missing")),
      ),
    ),
  ];
}
