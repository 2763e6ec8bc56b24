/** What needs Node: the libsodium engine and the key store on disk. Everything else is in `./index.ts`. */
export { loadSodium } from "./primitives/loadNode.ts";
export { KeyStore } from "./keyStore.ts";
