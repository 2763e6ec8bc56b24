/** What needs Node: libsodium's two builds, the key store and the unit directory on disk. The rest is in `./index.ts`. */
export { loadSodium } from "./primitives/loadNode.ts";
export { loadSumo } from "./primitives/loadSumo.ts";
export { KeyStore } from "./keyStore.ts";
export { passphraseWords } from "./passphraseWords.ts";
export { readOrNull, UnitFilesError, writeWhole } from "./files.ts";
export {
  createUnitFiles,
  loadPublishedUnit,
  loadTriageRules,
  loadUnitFiles,
  readUnitPublic,
  saveCertificates,
  saveUnitChange,
} from "./unitFiles.ts";
