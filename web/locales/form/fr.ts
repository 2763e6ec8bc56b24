import type { Catalog } from "./en.ts";
export const catalog: Catalog = { continue: "Continuer" };
