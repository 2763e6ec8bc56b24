/** The catalogs of the languages that are offered. For builds and tests: a page carries one language, and no other. */
import { catalog as ar } from "./ar.ts";
import { catalog as bn } from "./bn.ts";
import { catalog as en } from "./en.ts";
import { catalog as es } from "./es.ts";
import { catalog as fa } from "./fa.ts";
import { catalog as fr } from "./fr.ts";
import { catalog as hi } from "./hi.ts";
import { catalog as ht } from "./ht.ts";
import { catalog as pa } from "./pa.ts";
import { catalog as pt } from "./pt.ts";
import { catalog as ta } from "./ta.ts";
import { catalog as tl } from "./tl.ts";
import { catalog as ur } from "./ur.ts";
import { catalog as vi } from "./vi.ts";
import { catalog as zhHans } from "./zh-Hans.ts";
import type { Translation } from "./en.ts";
import type { FormLanguage } from "./languages.ts";

export type Catalogs = Readonly<Record<FormLanguage, Translation>>;

export const CATALOGS: Catalogs = { fr, en, es, ht, ar, bn, pa, hi, "zh-Hans": zhHans, pt, vi, fa, tl, ta, ur };
