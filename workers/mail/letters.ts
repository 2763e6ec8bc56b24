/**
 * The two letters that officers get, and every word that can stand in them. Neither tells anything of a report: the daily
 * one goes out whether or not anything came, and both have one length, so whoever counts bytes cannot tell them apart.
 */
import { type Expiry, isoDay, utf8 } from "../../security/index.ts";

export interface Letter {
  /** ASCII, 36 characters. */
  readonly subject: string;
  /** `LETTER_BYTES` bytes in UTF-8. */
  readonly text: string;
}

/** Every letter's text, filled up with spaces. */
export const LETTER_BYTES = 2048;

const EXPIRIES: Readonly<Record<Expiry["what"], { readonly fr: string; readonly en: string }>> = {
  directory: { fr: "le répertoire des clés", en: "the key directory" },
  epoch: { fr: "les clés d'un bureau", en: "the keys of a desk" },
  certificate: { fr: "le certificat de la personne responsable", en: "the lead's certificate" },
};

const UNUSABLE = {
  fr: "ATTENTION : le répertoire des clés n'est plus valable. Aucun signalement ne peut arriver.",
  en: "WARNING: the key directory is not valid any more. No report can come in.",
};

/**
 * The daily digest.
 * @param expiries what ends within a week, or "unusable" when there is no valid key directory
 */
export function digestLetter(expiries: readonly Expiry[] | "unusable"): Letter {
  const warnings = (language: "fr" | "en", last: string): string[] =>
    expiries === "unusable"
      ? [UNUSABLE[language]]
      : expiries.map(({ what, lastDay }) => `- ${EXPIRIES[what][language]} : ${last} ${isoDay(lastDay)}`);
  const nothing = expiries.length === 0;
  return letter("Abri - avis quotidien / daily notice", [
    "Cet avis part chaque jour, qu'il y ait du travail ou non.",
    "Ouvrez la console comme d'habitude. Il n'y a aucun lien dans nos messages.",
    "S'il manque un jour, dites-le à qui s'occupe des serveurs.",
    nothing ? "Rien n'expire dans les sept jours." : "À renouveler :",
    ...warnings("fr", "dernier jour"),
    "",
    "This notice goes out every day, whether there is work or not.",
    "Open the console as you always do. There is no link in our messages.",
    "When a day is missing, tell whoever runs the servers.",
    nothing ? "Nothing expires within seven days." : "To be renewed:",
    ...warnings("en", "last day"),
  ]);
}

/** Somebody may be in danger now. */
export function urgentLetter(): Letter {
  return letter("Abri - ouvrir console / open console", [
    "Ouvrez la console maintenant, comme d'habitude. Il n'y a aucun lien dans nos messages.",
    "",
    "Open the console now, as you always do. There is no link in our messages.",
  ]);
}

function letter(subject: string, lines: readonly string[]): Letter {
  const text = `${lines.join("\r\n")}\r\n`;
  const missing = LETTER_BYTES - utf8(text).length;
  if (missing < 0) throw new RangeError("letter_too_long");
  return { subject, text: text + " ".repeat(missing) };
}
