/** The script for whoever adds something to their words, fetched when it is wanted: `Rare` of web/form/rare.ts. */
export { noFilesScreen } from "./noFiles.ts";
export { progressIn } from "./progress.ts";
export { filesScreen } from "./screen.ts";
export { Upload } from "./upload.ts";
