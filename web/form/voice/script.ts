/** The script for whoever speaks rather than writes, fetched when it is wanted: `Rare` of web/form/rare.ts. */
export { voiceScreen } from "./screen.ts";
