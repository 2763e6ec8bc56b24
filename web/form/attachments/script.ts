/** The script for whoever adds something to their words, fetched when it is wanted: `Rare` of web/form/rare.ts. */
export { filesScreen } from "./screen.ts";
export { Upload } from "./upload.ts";
