/**
 * Files and voice beside the words. What can be added and what the page can take out of it is said before anything is chosen.
 * A picture is cleaned at once; of everything else the person says whether it goes as it is.
 */
import { ATTACHMENTS_MAX_BYTES, ATTACHMENTS_MAX_FILES } from "../../../security/index.ts";
import { button, el } from "../../shared/dom.ts";
import type { App, Screen } from "../app.ts";
import type { Reason } from "../clean/index.ts";
import { voiceOpener } from "../fields/add.ts";
import { formOf, list, submitButton, withScript } from "../fields/frame.ts";
import { Problems } from "../fields/problems.ts";
import { roomSizeIn, sizeIn } from "../fields/sizes.ts";
import type { Key } from "../texts.ts";
import { inputsOf, roomIn, type Added } from "./added.ts";
import { Previews } from "./previews.ts";
import { addedRow, waitingRow } from "./rows.ts";
import { take, uncleaned, type Taken } from "./take.ts";

/** A file that cannot be cleaned, and nobody has said yet whether it goes. */
export interface Waiting {
  readonly file: File;
  readonly reason: Reason;
}

type Left = Extract<Taken, { kind: "left" }>["why"] | "many";

const LEFT: Readonly<Record<Left, Key>> = {
  empty: "files.left.empty",
  big: "files.left.big",
  many: "files.left.many",
  unreadable: "files.left.unreadable",
};

export function filesScreen(app: App): Screen {
  const { t } = app.texts;
  const { visit } = app;
  const { added } = visit;
  const problems = new Problems(app.texts);
  const previews = new Previews();
  const roomSize = (): string => roomSizeIn(app.texts.language, roomIn(added));
  let waiting: readonly Waiting[] = [];
  /** What is being prepared, one file after the other. */
  let work = Promise.resolve();
  let over = false;

  const rows = el("ul", { class: "files" });
  const room = el("p", { class: "note" });
  const status = el("p", { role: "status" });
  const heading = el("h2", { tabindex: -1 }, t("files.added"));
  const section = el("section", {}, heading, rows, room);

  const changed = (): void => {
    delete visit.upload;
    draw();
  };
  const draw = (): void => {
    section.hidden = added.length + waiting.length === 0;
    room.textContent = t("files.room", { size: roomSize() });
    rows.replaceChildren(
      ...added.map((one) =>
        addedRow(app, one, previews.of(one), { keep: (on) => keepOriginal(one, on), remove: () => remove(one) }),
      ),
      ...waiting.map((one, i) =>
        waitingRow(app, one, added.length + i + 1, { add: () => decide(one, true), leave: () => decide(one, false) }),
      ),
    );
  };
  const places = (): number => ATTACHMENTS_MAX_FILES - inputsOf(added).length - waiting.length;
  /** Adds it where there is room. */
  const add = (one: Added): Left | null => {
    if (one.content.size > roomIn(added)) return "big";
    added.push(one);
    changed();
    return null;
  };
  const remove = (one: Added): void => {
    added.splice(added.indexOf(one), 1);
    previews.forget(one);
    changed();
    status.textContent = t("files.removed");
    heading.focus();
  };
  const keepOriginal = (one: Added, on: boolean): void => {
    problems.clear();
    const fits = !on || (places() > 0 && (one.original?.size ?? 0) <= roomIn(added));
    one.keepsOriginal = on && fits;
    changed();
    if (!fits) tell(new Map([[places() > 0 ? "big" : "many", 1]]));
    else document.getElementById(`keep-${added.indexOf(one) + 1}`)?.focus();
  };
  const decide = (one: Waiting, goes: boolean): void => {
    problems.clear();
    waiting = waiting.filter((each) => each !== one);
    const left = goes ? add(uncleaned(one.file)) : null;
    draw();
    status.textContent = goes && left === null ? t("files.done") : t("files.notAdded");
    if (left) tell(new Map([[left, 1]]));
    else heading.focus();
  };
  const tell = (left: ReadonlyMap<Left, number>): void => {
    const values = { size: roomSize(), max: ATTACHMENTS_MAX_FILES };
    problems.show(Array.from(left, ([why, count]) => ({ message: t(LEFT[why], { ...values, count }) })));
  };

  const takeAll = async (files: readonly File[]): Promise<void> => {
    const left = new Map<Left, number>();
    for (const file of files) {
      const why = places() > 0 ? await takeOne(file) : "many";
      if (over) return;
      if (why) left.set(why, (left.get(why) ?? 0) + 1);
    }
    status.textContent = waiting.length > 0 ? t("files.decide") : t("files.done");
    if (left.size > 0) tell(left);
  };
  const takeOne = async (file: File): Promise<Left | null> => {
    status.textContent = t("files.preparing");
    const taken = await take(file);
    if (over) return null;
    if (taken.kind === "left") return taken.why;
    if (taken.kind === "added") return add(taken.added);
    waiting = [...waiting, taken];
    draw();
    return null;
  };

  /** A button that opens the browser's own way of choosing files. */
  const chooser = (key: Key, accept: string | null): HTMLElement => {
    const input = el("input", { type: "file", multiple: true, hidden: true, accept, tabindex: -1 });
    input.addEventListener("change", () => {
      const files = Array.from(input.files ?? []);
      // The same file can be chosen again after it was removed.
      input.value = "";
      problems.clear();
      work = work.then(() => takeAll(files));
    });
    return el(
      "div",
      {},
      input,
      button(t(key), () => input.click(), { class: "secondary" }),
    );
  };
  const done = (): void => {
    if (waiting.length === 0) return app.back();
    problems.show(
      waiting.map((_, i) => {
        const number = added.length + i + 1;
        return { message: t("files.undecided", { number }), focusId: `add-${number}` };
      }),
    );
  };
  const submit = submitButton(t("continue"));
  draw();
  return {
    name: "files",
    onLeave: () => {
      over = true;
      previews.end();
    },
    content: [
      formOf(
        () =>
          void withScript(
            app,
            problems,
            submit,
            () => work,
            () => done(),
          ),
        problems.element,
        el("h1", {}, t("files.title")),
        el("p", { class: "lead" }, t("files.lead")),
        list(
          t("files.limits", { count: ATTACHMENTS_MAX_FILES, size: sizeIn(app.texts.language, ATTACHMENTS_MAX_BYTES) }),
          t("files.cleaned"),
          t("files.uncleaned"),
          t("files.shown"),
        ),
        // Where only pictures that can be cleaned are asked for, an iPhone gives those in place of its own kind.
        chooser("files.photos", "image/jpeg,image/png,image/webp"),
        chooser("files.others", null),
        voiceOpener(app, problems),
        status,
        section,
        submit,
      ),
    ],
  };
}
