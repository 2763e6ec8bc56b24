/** The script for whoever practises with a code, changes it, or takes the report back, fetched when it is wanted: `Rare` of web/form/rare.ts. */
export { practiceScreen } from "./practice.ts";
export { rekeyScreen } from "./rekey.ts";
export { withdrawScreen } from "./withdraw.ts";
