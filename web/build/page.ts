/** The static page: a template, one style block, one script, which stands in the page or is fetched. */
import type { Language, UnitPublic } from "../../security/index.ts";
import { OWN_NAMES } from "../locales/form/languages.ts";

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** French sets it off with a space that does not break. */
const COLON = { fr: "\u00a0:", en: ":" } as const;

/** Emergency numbers as plain text: a `tel:` link would leave a line in the phone's list of calls. */
function emergencyList(unit: UnitPublic, language: "fr" | "en"): string {
  return unit.emergency
    .map(
      ({ name, number }) =>
        `<li>${escapeHtml(name[language])}${COLON[language]} <strong dir="ltr">${escapeHtml(number)}</strong></li>`,
    )
    .join("");
}

/** The same in one line, for the first screen: whoever opens the page in danger is not to look for it below. */
function emergencyLine(unit: UnitPublic, language: "fr" | "en"): string {
  const numbers = unit.emergency.map(
    ({ name, number }) => `${escapeHtml(name[language])} <strong dir="ltr">${escapeHtml(number)}</strong>`,
  );
  if (numbers.length === 0) return "";
  const call = { fr: `En danger maintenant\u00a0? Appelez\u00a0:`, en: "In danger now? Call:" }[language];
  return `<p lang="${language}">${call} ${numbers.join(", ")}</p>`;
}

/** A button for each language, with its own name. `door`: leads those who have a code straight to where it is typed. */
export function languageButtons(languages: readonly Language[], door?: "code"): string {
  const leads = door === undefined ? "" : ` data-door="${door}"`;
  const buttons = languages.map(
    (code) =>
      `<li><button type="button" class="secondary" data-language="${code}" lang="${code}"${leads}>${OWN_NAMES[code]}</button></li>`,
  );
  return buttons.join("");
}

const DEMONSTRATION =
  `<p class="demonstration" dir="ltr"><strong lang="fr">Démonstration : n’écrivez rien de vrai.</strong> ` +
  `<strong lang="en">Demonstration: write nothing real.</strong></p>`;

/** What a template may name as `{{…}}`. */
export function pageValues(unit: UnitPublic): Record<string, string> {
  return {
    "unit.fr": escapeHtml(unit.unitName.fr),
    "unit.en": escapeHtml(unit.unitName.en),
    "emergency.fr": emergencyList(unit, "fr"),
    "emergency.en": emergencyList(unit, "en"),
    call: emergencyLine(unit, "fr") + emergencyLine(unit, "en"),
    demonstration: unit.demonstration ? DEMONSTRATION : "",
  };
}

export type PageParts = { readonly style: string } & (
  { readonly scriptAddress: string } | { readonly scriptText: string }
);

/**
 * Fills a template. The style block and a script's address go to the end of its head; a script itself goes to the end of the
 * page, so that what is read comes before it.
 * @throws Error when a value is unknown, the page lacks a place, or a script would end its own element
 */
export function fillPage(template: string, values: Record<string, string>, parts: PageParts): string {
  const filled = template
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the page names an unknown value: ${name}`);
      return value;
    })
    .replace(/\n\s+/g, "\n");
  const style = `<style>${parts.style}</style>`;
  if ("scriptAddress" in parts)
    return before(filled, "</head>", `${style}<script type="module" src="${parts.scriptAddress}"></script>`);
  if (/<\/script|<!--/i.test(parts.scriptText)) throw new Error("the script would not stay in its element");
  return before(before(filled, "</head>", style), "</body>", `<script type="module">${parts.scriptText}</script>`);
}

function before(page: string, end: string, added: string): string {
  if (!page.includes(end)) throw new Error(`the page has no ${end}`);
  return page.replace(end, () => added + end);
}
