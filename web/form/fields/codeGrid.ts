/** How a follow-up code is shown. */
import { codeGroups } from "../../../security/index.ts";
import { el } from "../../shared/dom.ts";

/** Nine groups of three, each with its number; always left to right. */
export function codeGrid(code: string, label: string): HTMLElement {
  const groups = codeGroups(code).map((group, i) =>
    el("li", {}, el("span", { class: "nth", "aria-hidden": "true" }, String(i + 1)), " ", group),
  );
  return el("ol", { class: "code", dir: "ltr", translate: "no", "aria-label": label }, ...groups);
}
