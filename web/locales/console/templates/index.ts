/**
 * The reply templates of every language, in one script: one for each would tell the officer host, by which one is asked
 * for, in which language the report on screen is written, and that is sealed.
 */
import type { Language } from "../../../../security/index.ts";
import { templates as ar } from "./ar.ts";
import { templates as bn } from "./bn.ts";
import { templates as en } from "./en.ts";
import { templates as es } from "./es.ts";
import { templates as fa } from "./fa.ts";
import { templates as fr } from "./fr.ts";
import { templates as hi } from "./hi.ts";
import { templates as ht } from "./ht.ts";
import { templates as pa } from "./pa.ts";
import { templates as pt } from "./pt.ts";
import type { ReplyTemplates } from "./purposes.ts";
import { templates as ta } from "./ta.ts";
import { templates as tl } from "./tl.ts";
import { templates as ur } from "./ur.ts";
import { templates as vi } from "./vi.ts";
import { templates as zhHans } from "./zh-Hans.ts";

export type Templates = Readonly<Record<Language, ReplyTemplates>>;

export const TEMPLATES: Templates = { fr, en, es, ht, ar, bn, pa, hi, "zh-Hans": zhHans, pt, vi, fa, tl, ta, ur };
