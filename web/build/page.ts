/** The static page: a template, one style block, one script. */
import type { UnitPublic } from "../../security/index.ts";

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Emergency numbers as plain text: a `tel:` link would leave a line in the phone's list of calls. */
function emergencyList(unit: UnitPublic, language: "fr" | "en"): string {
  return unit.emergency
    .map(({ name, number }) => `<li>${escapeHtml(name[language])} : <strong>${escapeHtml(number)}</strong></li>`)
    .join("");
}

const DEMONSTRATION =
  `<p class="demonstration"><strong lang="fr">Démonstration : n’écrivez rien de vrai.</strong> ` +
  `<strong lang="en">Demonstration: write nothing real.</strong></p>`;

/** What a template may name as `{{…}}`. */
export function pageValues(unit: UnitPublic): Record<string, string> {
  return {
    "unit.fr": escapeHtml(unit.unitName.fr),
    "unit.en": escapeHtml(unit.unitName.en),
    "emergency.fr": emergencyList(unit, "fr"),
    "emergency.en": emergencyList(unit, "en"),
    demonstration: unit.demonstration ? DEMONSTRATION : "",
  };
}

/** Fills a template; the style block and the script go to the end of its head. */
export function fillPage(
  template: string,
  values: Record<string, string>,
  parts: { style: string; script: string; preload?: string | undefined },
): string {
  const filled = template
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the page names an unknown value: ${name}`);
      return value;
    })
    .replace(/\n\s+/g, "\n");
  // Asked for together with the first script, not after it.
  const preload = parts.preload === undefined ? "" : `<link rel="modulepreload" href="${parts.preload}">`;
  const head = `<style>${parts.style}</style><script type="module" src="${parts.script}"></script>${preload}</head>`;
  if (!filled.includes("</head>")) throw new Error("the page has no head");
  return filled.replace("</head>", () => head);
}
