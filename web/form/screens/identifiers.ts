/**
 * Between the last look and the sealing: numbers in free text that could tell who somebody is, each with "keep" and "take
 * out". It asks once, blocks nothing, and tells nobody. What is kept stays as it was typed: whose number it is, and
 * whether it helps, the page cannot know.
 */
import { button, el } from "../../shared/dom.ts";
import type { App, MakeScreen, Route, Screen, Visit } from "../app.ts";
import { choicesField } from "../fields/choices.ts";
import { formOf, submitButton } from "../fields/frame.ts";
import { namedIcon } from "../icons/frequent.ts";
import { findIdentifiers, withoutIdentifiers, type Identifier, type IdentifierKind } from "../identifiers/find.ts";
import type { Key } from "../texts.ts";

/** A text that somebody typed, and how to change it. */
export interface FreeText {
  /** What the person knows it by. */
  readonly label: string;
  readonly read: () => string;
  readonly write: (text: string) => void;
  /** To where it is typed. */
  readonly edit: () => void;
}

/** What the person wants to keep; goes with the visit. */
const kept = new WeakMap<Visit, Set<string>>();

const LOOKS_LIKE: Readonly<Record<IdentifierKind, Key>> = {
  code: "id.code",
  email: "id.email",
  health: "id.health",
  passport: "id.passport",
  permit: "id.permit",
  uci: "id.uci",
  sin: "id.sin",
  phone: "id.phone",
  plate: "id.plate",
};

interface Question {
  readonly from: FreeText;
  /** The first of those that read the same in this text. */
  readonly found: Identifier;
  remove: boolean;
}

const nameOf = ({ kind, text }: Identifier): string => `${kind} ${text}`;

function questionsIn(app: App, texts: readonly FreeText[]): Question[] {
  return texts.flatMap((from) => {
    const asked = new Set(kept.get(app.visit));
    return findIdentifiers(from.read()).flatMap((found) => {
      if (asked.has(nameOf(found))) return [];
      asked.add(nameOf(found));
      return [{ from, found, remove: false }];
    });
  });
}

/** The screen that asks, or `next` when there is nothing to ask. */
export function askFirst(app: App, texts: readonly FreeText[], next: Route): Route | MakeScreen {
  return questionsIn(app, texts).length === 0 ? next : () => identifiersScreen(app, texts, next);
}

function identifiersScreen(app: App, texts: readonly FreeText[], next: Route): Screen {
  const { t } = app.texts;
  const questions = questionsIn(app, texts);
  const go = (): void => {
    for (const text of texts) {
      const gone = new Set(
        questions.filter(({ from, remove }) => remove && from === text).map(({ found }) => nameOf(found)),
      );
      const taken = findIdentifiers(text.read()).filter((each) => gone.has(nameOf(each)));
      if (taken.length > 0) text.write(withoutIdentifiers(text.read(), taken));
    }
    const known = kept.get(app.visit) ?? new Set();
    for (const { found, remove } of questions) if (!remove) known.add(nameOf(found));
    kept.set(app.visit, known);
    app.show(next);
  };
  const edits = texts.filter((text) => questions.some(({ from }) => from === text));
  return {
    name: "identifiers",
    passing: true,
    content: [
      formOf(
        go,
        el("h1", {}, t("id.title")),
        el("p", { class: "lead" }, t("id.lead")),
        el("p", {}, t("id.yours"), " ", t("id.theirs")),
        el("p", { class: "note" }, t("id.nothing")),
        ...questions.map((question, i) => questionField(app, question, i, questions.length)),
        submitButton(t("continue")),
        ...edits.map(({ label, edit }) =>
          el("p", {}, button(t("id.change", { where: label }), edit, { class: "link" })),
        ),
      ),
    ],
  };
}

function questionField(app: App, question: Question, i: number, total: number): HTMLElement {
  const { t } = app.texts;
  const { found, from } = question;
  const field = choicesField({
    name: `id-${i + 1}`,
    several: false,
    legend: el(
      "span",
      {},
      el("span", { class: "hidden" }, `${t("id.number", { number: i + 1, total })}. `),
      t(LOOKS_LIKE[found.kind]),
      " ",
      // Numbers are read from the left in every language; an address need not be.
      el("bdi", { class: "found", dir: found.kind === "email" ? "auto" : "ltr", translate: "no" }, found.text),
    ),
    describedBy: [`id-${i + 1}-where`],
    choices: [
      { value: "keep", text: t("id.keep"), icon: namedIcon("yes") },
      { value: "remove", text: t("id.remove"), icon: namedIcon("remove") },
    ],
    // What is not looked at stays: the page takes nothing out by itself.
    selected: ["keep"],
    onChange: ([value]) => (question.remove = value === "remove"),
  });
  field.before.append(el("p", { class: "hint", id: `id-${i + 1}-where` }, t("id.where", { where: from.label })));
  return field.element;
}
