/**
 * The looks of later screens, added to the page's one style block by script: the content policy holds back style elements
 * and attributes, not this. So nobody waits for them before the first words can be read.
 */

/** journey.css, set by the build. */
declare const ABRI_LATER_STYLE: string;

export const LATER_STYLE: string = ABRI_LATER_STYLE;

let added = false;

/** @param css the same whenever it is called: a page takes it once */
export function addStyle(css: string): void {
  const [sheet] = document.styleSheets;
  if (added || !sheet) return;
  added = true;
  // As one rule: within it a browser passes over what it does not know, which would be an error by itself.
  sheet.insertRule(`@media all{${css}}`, sheet.cssRules.length);
}
