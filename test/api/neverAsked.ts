/**
 * What nothing in this project may ask for or keep: words that no field's name may contain. A field is judged by its words,
 * `lastSeenMinute` being last, seen, minute. Exceptions are named one by one, each with its reason.
 */

const WORDS = {
  identity: `surname firstname lastname fullname nickname initials birth birthday birthdate dob age gender sex photo selfie
    face biometric nationality citizenship origin ethnicity race religion passport license licence uci ssn nas nam ramq
    reporter victim migrant claimant sender author person user username login`,
  status: `status immigration visa permit refugee asylum undocumented papers residency csq`,
  contact: `email mail phone telephone tel mobile cell sms whatsapp telegram signal contact address street postal postcode
    zip city country latitude longitude geo gps`,
  tracking: `ip useragent agent browser device platform os screen referrer referer utm cookie tracking tracker analytics
    visitor visit client fingerprint canvas timezone timestamp created updated modified submitted arrived clicked viewed
    ms time hour minute second`,
} as const;

const FORBIDDEN = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) => words.split(/\s+/).map((word) => [word, kind] as const)),
);

/** `where` as the test names the place, then the field. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "report.phoneChecked": "whether somebody else looks through the phone; sealed to the desk; no number",
  "openapi.status": "the word of a health check about this very server",
  "openapi.dueHour": "the hour by which a case of somebody in danger must be answered; level 0 only, in INVENTORY.md",
  "database.CaseRecord.dueHour": "as above",
  "database.CaseLease.untilMinute": "an officer's lease",
  "database.SignInFailure.failedMinute": "a sign-in at the officers' address",
  "database.OfficerSession.lastSeenMinute": "an officer's session",
  "database.OfficerSession.expiresMinute": "an officer's session",
  "database.Enrolment.expiresMinute": "an officer's invitation",
  "database.UsedChallenge.expiresMinute": "a challenge that an officer's passkey answered; gone minutes later",
};

/** The words of a name in camel case, snake case or kebab case. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** Fields that nobody may ask for, with what is wrong. @param where the place as exceptions name it */
export function neverAsked(where: string, fields: Iterable<string>): string[] {
  const faults: string[] = [];
  for (const field of fields) {
    const place = `${where}.${field}`;
    if (place in EXCEPTIONS) continue;
    const words = wordsOf(field);
    for (const word of [...words, words.join("")]) {
      const kind = FORBIDDEN.get(word);
      if (kind !== undefined) faults.push(`${place}: ${kind} ("${word}")`);
    }
  }
  return [...new Set(faults)];
}

/** Exceptions that are used; one that is not should go. */
export const exceptions = (): readonly string[] => Object.keys(EXCEPTIONS);
