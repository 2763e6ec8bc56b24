/** Breaks of passkeys: what an authenticator signs, who may show it, and how an officer changes what they have. */
import type { Mutation } from "./mutations.ts";

const SIGN_IN_TEST = "test/api/routes/passkeys.db.test.ts";
const OWN_TEST = "test/api/routes/ownPasskeys.db.test.ts";

export const PASSKEY_MUTATIONS: readonly Mutation[] = [
  {
    name: "assertion-taken-twice",
    file: "api/officers/passkeys.ts",
    search: "return (await seen.use()) && (await takeSignCount(",
    replace: "return (await takeSignCount(",
    test: { file: SIGN_IN_TEST, name: "refuses an assertion that was used, also two sign-ins at once with one" },
  },
  {
    name: "challenge-for-anything",
    file: "api/officers/challenges.ts",
    search: "Uint8Array.of(PURPOSES[purpose])",
    replace: "Uint8Array.of(PURPOSES[purpose] > 0 ? 1 : 0)",
    test: { file: OWN_TEST, name: "are added only by whoever shows the second factor again, once, in this session" },
  },
  {
    name: "challenge-for-anybody",
    file: "api/officers/challenges.ts",
    search: "PURPOSES[purpose]), body, subject);",
    replace: "PURPOSES[purpose]), body, subject.slice(0, 0));",
    test: { file: SIGN_IN_TEST, name: "refuses a challenge that is not ours, another name's, for something else" },
  },
  {
    name: "challenge-without-end",
    file: "api/officers/challenges.ts",
    search: " && this.#endOf(challenge) > this.#options.now()",
    replace: "",
    test: { file: SIGN_IN_TEST, name: "refuses a challenge that is not ours, another name's, for something else" },
  },
  {
    name: "anybodys-passkey",
    file: "api/officers/passkeys.ts",
    search: "found.officerId === officer?.id && isFor(assertion, found.officerId)",
    replace: "(found.officerId === officer?.id || isFor(assertion, found.officerId))",
    test: { file: SIGN_IN_TEST, name: "refuses another officer's passkey, whatever it says" },
  },
  {
    name: "a-page-that-frames-ours",
    file: "api/officers/webauthn.ts",
    search: "z.literal(false).optional()",
    replace: "z.boolean().optional()",
    test: { file: SIGN_IN_TEST, name: "a frame of another site" },
  },
  {
    name: "nobody-verified",
    file: "api/officers/webauthn.ts",
    search: "requireUserVerification: true",
    replace: "requireUserVerification: false",
    test: { file: SIGN_IN_TEST, name: "nobody verified" },
  },
  {
    name: "counter-stands-still",
    file: "prisma/repositories/passkeys.ts",
    search: "{ signCount: { lt: signCount } }",
    replace: "{ signCount: { lte: signCount } }",
    test: { file: "test/prisma/passkeys.db.test.ts", name: "count up to the largest counter there is, once each" },
  },
  {
    name: "digits-beside-a-passkey",
    file: "api/commands/changePasskeys.ts",
    search: "    await forgetTotp(tx, officerId);\n",
    replace: "",
    test: { file: OWN_TEST, name: "take the place of digits, from the first one on" },
  },
  {
    name: "digits-guessed-inside",
    file: "api/commands/changePasskeys.ts",
    search: 'if (waitMs > 0) throw new ApiError("try_later"',
    replace: 'if (waitMs < 0) throw new ApiError("try_later"',
    test: { file: OWN_TEST, name: "are added by no guessed digits" },
  },
  {
    name: "confirmed-in-another-session",
    file: "api/commands/changePasskeys.ts",
    search: "subject: concat(uuidBytes(officer.id), tokenHash),",
    replace: "subject: concat(uuidBytes(officer.id), tokenHash.slice(0, 0)),",
    test: { file: OWN_TEST, name: "are added only by whoever shows the second factor again, once, in this session" },
  },
  {
    name: "removed-by-showing-itself",
    file: "api/commands/changePasskeys.ts",
    search: "shown === null || shown.id === id",
    replace: "shown === null",
    test: { file: OWN_TEST, name: "are removed by showing another one, and then sign nobody in; other sessions end" },
  },
  {
    name: "sessions-of-a-lost-passkey",
    file: "api/commands/changePasskeys.ts",
    search: "    await deleteOtherSessions(tx, officerId, caller.tokenHash);\n",
    replace: "",
    test: { file: OWN_TEST, name: "are removed by showing another one, and then sign nobody in; other sessions end" },
  },
  {
    name: "the-last-two-remove-each-other",
    file: "api/commands/changePasskeys.ts",
    search: "    await lockPasskeys(tx, officerId);\n    const removed",
    replace: "    const removed",
    test: { file: OWN_TEST, name: "stay one at least when two remove each other at once" },
  },
  {
    name: "a-ninth-passkey",
    file: "prisma/repositories/passkeys.ts",
    search: "numbers.length >= PASSKEYS_MAX",
    replace: "numbers.length >= PASSKEYS_MAX * 2",
    test: { file: OWN_TEST, name: "are eight at most" },
  },
];
