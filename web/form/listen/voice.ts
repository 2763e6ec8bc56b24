/**
 * Which of the browser's voices may read. Only one that the device has itself: any other is given the words of the screen
 * over the network, and a vendor learns what somebody was reading about.
 */
import type { Language } from "../../../security/index.ts";

/** What is asked of a voice; the browser's `SpeechSynthesisVoice` has more. */
export interface Voice {
  readonly name: string;
  readonly voiceURI: string;
  /** As the browser writes it: `fr-CA`, `fr_CA`, `cmn-Hans-CN`. */
  readonly lang: string;
  readonly localService: boolean;
}

/** Some browsers call every voice local. These words stand in the names of those that are not. */
const ELSEWHERE = /\b(?:online|network|cloud|remote|server)\b/i;

/** Other names that a language goes by, lower case; the plain one counts anyway. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  zh: ["cmn"],
  tl: ["fil"],
  fa: ["pes", "prs"],
  ht: ["hat"],
};

/** Regions nearest to the people here first; any other comes after them. */
const NEAREST: Readonly<Record<string, readonly string[]>> = {
  fr: ["ca", "fr"],
  en: ["ca", "us", "gb"],
  es: ["mx", "us", "419", "es"],
  pt: ["br", "pt"],
  pa: ["in"],
  bn: ["bd", "in"],
  zh: ["cn", "sg"],
  ta: ["in", "lk"],
};

/** Written or spoken otherwise than our catalogs: understood by ear less than no voice at all. */
const NOT: Readonly<Record<string, readonly string[]>> = {
  // Cantonese; and Punjabi as Pakistan writes it.
  zh: ["hk", "mo", "yue"],
  pa: ["pk", "arab"],
};

const partsOf = (tag: string): string[] => tag.toLowerCase().split(/[-_]/);

/** How well a voice's language fits, 0 best; `null`: not at all. */
function distance(language: string, tag: string): number | null {
  const [wanted = ""] = partsOf(language);
  const [spoken = "", ...rest] = partsOf(tag);
  if (spoken !== wanted && !ALSO[wanted]?.includes(spoken)) return null;
  if (NOT[wanted]?.some((part) => rest.includes(part))) return null;
  const regions = NEAREST[wanted] ?? [];
  const at = regions.findIndex((region) => rest.includes(region));
  return at < 0 ? regions.length : at;
}

/** The voice to read `language` with; `null` when the device has none of its own. The first of equals, as the browser orders them. */
export function voiceFor<V extends Voice>(voices: readonly V[], language: Language): V | null {
  const own = voices.filter(
    ({ localService, name, voiceURI }) => localService && !ELSEWHERE.test(`${name} ${voiceURI}`),
  );
  let best: { readonly voice: V; readonly away: number } | null = null;
  for (const voice of own) {
    const away = distance(language, voice.lang);
    if (away !== null && (best === null || away < best.away)) best = { voice, away };
  }
  return best?.voice ?? null;
}
