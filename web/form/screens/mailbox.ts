/** The replies that verify, in order. An unknown code looks like one that has no reply yet: there is no telling them apart. */
import type { Reply } from "../../../security/index.ts";
import { button, el, type Child } from "../../shared/dom.ts";
import type { App, MakeScreen } from "../app.ts";

/** A reply as the officer wrote it: its parts joined. */
export interface Whole {
  readonly text: string;
  readonly deskId: number;
  /** False when a part is not there: it was replaced, or has not been released yet. */
  readonly complete: boolean;
}

/** Joins parts, given in order of their sequence numbers: part 1 of n, then 2 … n by consecutive numbers of one desk. */
export function joinReplies(replies: readonly Reply[]): Whole[] {
  const groups: Reply[][] = [];
  for (const reply of replies) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const joins =
      before !== undefined &&
      reply.deskId === before.deskId &&
      reply.parts === before.parts &&
      reply.part > before.part &&
      reply.sequence - before.sequence === reply.part - before.part;
    if (joins) last?.push(reply);
    else groups.push([reply]);
  }
  return groups.map((parts) => ({
    text: parts.map(({ text }) => text).join(""),
    deskId: parts[0]?.deskId ?? 0,
    complete: parts.length === parts[0]?.parts,
  }));
}

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
