/** The catalogs of the languages that are offered. For builds and tests: a page carries one language, and no other. */
import { catalog as en } from "./en.ts";
import type { Translation } from "./en.ts";
import { catalog as fr } from "./fr.ts";
import type { FormLanguage } from "./languages.ts";

export type Catalogs = Readonly<Record<FormLanguage, Translation>>;

export const CATALOGS: Catalogs = { fr, en };
