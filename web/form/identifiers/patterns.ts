/**
 * What numbers that identify look like. Asking about a number that is none costs the person a moment and some trust; not
 * asking about one can cost them much. So: where a form is rare in ordinary text (a dash in the right place, a check digit,
 * a letter before nine digits) it is enough; where it is common (a bare number, a plate of three letters and three digits)
 * a word before it must say what it is. Amounts of money are never asked about.
 *
 * Patterns meet the text in its plain form (`plain.ts`). None looks behind itself, which older Safari cannot; what must not
 * stand before a match is looked at in `find.ts`. Every repetition has an upper bound, so time is proportional to length.
 */

export type IdentifierKind = "code" | "email" | "health" | "passport" | "permit" | "uci" | "sin" | "phone" | "plate";

export interface Pattern {
  readonly kind: IdentifierKind;
  /** Global. The group named `it` is what identifies, where a word must stand before it. */
  readonly pattern: RegExp;
  /** A further look at what was found. */
  readonly fits?: (found: string) => boolean;
}

const digitsOf = (text: string): string => text.replace(/[^0-9]/g, "");

/** ISO/IEC 7812-1 annex B: every second digit from the right doubled, the sum of all digits a multiple of ten. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    sum += i % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 === 0;
}

/** Service Canada: 1 to 7 by province, 9 for temporary residents; none begins with 0 or 8. Nine digits, the last one checks. */
function isSin(found: string): boolean {
  const digits = digitsOf(found);
  return /^[1-79]/.test(digits) && luhn(digits);
}

const isYear = (digits: string): boolean => /^(19|20)\d\d$/.test(digits);

/** RAMQ: year, month (50 more for women) and day of birth, then two digits. */
function isHealthNumber(found: string): boolean {
  const digits = digitsOf(found);
  const month = Number(digits.slice(2, 4)) % 50;
  const day = Number(digits.slice(4, 6));
  if (Number(digits.slice(2, 4)) > 62 || month < 1 || month > 12) return false;
  // "juin 2010-2011"
  if (/[ -]/.test(found) && isYear(digits.slice(0, 4)) && isYear(digits.slice(4))) return false;
  // A leap year: which century it is, nobody knows.
  return day >= 1 && day <= new Date(Date.UTC(2000, month, 0)).getUTCDate();
}

/** Two years, or two times of day on the quarter hour, are written as a client number of eight digits is. */
function isClientNumber(found: string): boolean {
  const halves = found.split("-");
  const years = halves.every(isYear);
  const times = halves.every((half) => /^([01]\d|2[0-4])(00|15|30|45)$/.test(half));
  return halves.length !== 2 || !(years || times);
}

const digitCount =
  (least: number, most: number) =>
  (found: string): boolean => {
    const count = digitsOf(found).length;
    return count >= least && count <= most;
  };

/** "Phoned on 2026-11-21" */
const DATE = /^((19|20)\d\d([ .-])\d\d?\3\d\d?|\d\d?([ .-])\d\d?\4(19|20)\d\d)/;

/** Words that say what a number is, in the form's languages. */
const PASSPORT_WORDS =
  "pass?e?ports?|pasaporte|pasap[oò]|paspò|passaporte|جواز|پاسپورٹ|پاسپورت|گذرنامه|পাসপোর্ট|ਪਾਸਪੋਰਟ|पासपोर्ट|护照|hộ chiếu|கடவுச்சீட்டு";
const PHONE_WORDS =
  "t[ée]l[ée]?(?:phone|fono|fòn|fone)?|phone|cell(?:ulaire|ular)?|celular|mobile|whats ?app|signal|viber|هاتف|فون|ফোন|ਫੋਨ|फोन|फ़ोन|电话|手机|điện thoại";
/** In small letters and with a capital, since the plate itself is asked to be in capitals. */
const PLATE_WORDS = "[Pp]laque|[Pp]late|[Ii]mmatriculation|[Ii]mmatriculée?|[Pp]laca|[Pp]lak|[Mm]atr[ií]cula|لوحة|车牌";
const CLIENT_WORDS = "uci|iuc|client id|id client|identificateur unique";
/** Letters of any kind but digits, up to the number that a word announces. */
const THEN = "[^0-9\\n]{0,20}?";

const GAP = "[ ().-]{0,2}";

/** Most certain first: where two overlap, the first is taken. */
export const PATTERNS: readonly Pattern[] = [
  {
    // "@" may be spelt out, as people do who were told not to write addresses.
    kind: "email",
    pattern:
      /[\p{L}0-9][\p{L}0-9._%+-]{0,63} ?(?:@|[([](?:at|arobase|arroba)[)\]]) ?[\p{L}0-9-]{1,63}(?:\.[\p{L}0-9-]{1,63}){0,4}\.\p{L}{2,24}/giu,
  },
  {
    kind: "health",
    pattern: /[a-z]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}/gi,
    fits: isHealthNumber,
  },
  // Canada: until 2023 two letters and six digits, since then a letter, six digits and two letters.
  { kind: "passport", pattern: /[a-z]{2}[0-9]{6}|[a-z][0-9]{6}[a-z]{2}/gi },
  {
    // Those of other countries have too many forms to be known by.
    kind: "passport",
    pattern: new RegExp(
      `(?:${PASSPORT_WORDS})(?:[^0-9\\n]{0,30}?[^\\p{L}0-9\\n])?(?<it>[a-z]{0,3}[0-9]{6,9}[a-z]{0,2})`,
      "giu",
    ),
  },
  // Permits, visas and applications of Immigration, Refugees and Citizenship Canada.
  { kind: "permit", pattern: /[a-z][0-9]{9}/gi },
  // Abroad, with a plus or two zeros: 8 to 15 digits (ITU-T E.164). Here, after a plus and a one, eleven.
  { kind: "phone", pattern: new RegExp(`(?:\\+|00) ?(?:1(?:${GAP}[0-9]){10}|\\(?[2-9](?:${GAP}[0-9]){7,14})`, "g") },
  // The unique client identifier: 0000-0000 or 00-0000-0000.
  { kind: "uci", pattern: /(?:[0-9]{2}-)?[0-9]{4}-[0-9]{4}/g, fits: isClientNumber },
  { kind: "uci", pattern: new RegExp(`(?:${CLIENT_WORDS})${THEN}(?<it>(?:[0-9]{2} ?)?[0-9]{4} ?[0-9]{4})`, "giu") },
  { kind: "sin", pattern: /[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}/g, fits: isSin },
  {
    // North America: area and exchange begin with 2 to 9; the last four also in twos, as in French.
    kind: "phone",
    pattern: /(?:1[ .-]?)?\(?[2-9][0-9]{2}\)?[ .-]{0,2}[2-9][0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2}/g,
  },
  // France and its neighbours: ten digits in twos.
  { kind: "phone", pattern: /0[1-9](?:([ .-])[0-9]{2}\1[0-9]{2}\1[0-9]{2}\1[0-9]{2}|[0-9]{8})/g },
  // Shorter ones when a word says so: seven digits here, eight in Haiti.
  {
    kind: "phone",
    pattern: new RegExp(`(?:${PHONE_WORDS})${THEN}(?<it>\\+?\\(?[0-9](?:${GAP}[0-9]){6,14})`, "giu"),
    fits: (found) => digitCount(7, 15)(found) && !DATE.test(found),
  },
  // Québec since 2009, in capitals: A12 BCD, 12A BCD, ABC 12D.
  { kind: "plate", pattern: /[A-Z][0-9]{2}[ -]?[A-Z]{3}|[0-9]{2}[A-Z][ -]?[A-Z]{3}|[A-Z]{3}[ -]?[0-9]{2}[A-Z]/g },
  // Any other form when a word says so.
  {
    kind: "plate",
    pattern: new RegExp(
      `(?:${PLATE_WORDS})${THEN}(?<it>[A-Z]{1,4}[ -]?[0-9]{2,6}[A-Z]{0,2}|[0-9]{2,3}[ -]?[A-Z]{2,4}|[a-z]{2,4}[0-9]{2,4})`,
      "gu",
    ),
  },
];
