/** fast-check arbitraries and sample values for the wire types. */
import fc from "fast-check";
import { answersWith } from "../tools/answers.ts";
import {
  ACCUSED,
  ATTACHMENT_STATES,
  CHILD,
  COME_BACK,
  CONSENT,
  DANGER,
  ENVELOPE_TYPES,
  HELP,
  KINDS,
  LANGUAGES,
  PHONE_CHECKED,
  SIGNS,
  STILL,
  SUBJECTS,
  WHEN,
  type Answers,
  type ManifestEntry,
  type Slip,
} from "../../security/index.ts";

const word = <W>(words: readonly W[]): fc.Arbitrary<W> => fc.constantFrom(...words);

/** In the order of the vocabulary, which is the order in which sets of words come back. */
const subset = <W>(words: readonly W[]): fc.Arbitrary<W[]> => fc.subarray([...words]);

/** A field that is sometimes absent. */
function optional<F extends string, W>(field: F, words: readonly W[]): fc.Arbitrary<{ [K in F]?: W }> {
  return fc.option(word(words)).map((chosen) => (chosen === null ? {} : { [field]: chosen }) as { [K in F]?: W });
}

/** Any script, well formed. */
const text = (maxLength: number): fc.Arbitrary<string> => fc.string({ unit: "grapheme", maxLength });

export const slips: fc.Arbitrary<Slip> = fc
  .tuple(
    fc.record({
      type: word(ENVELOPE_TYPES),
      danger: word(DANGER),
      kinds: subset(KINDS),
      accused: subset(ACCUSED),
      signs: subset(SIGNS),
      desk: fc.integer({ min: 1, max: 0xffff }),
      language: word(LANGUAGES),
      assisted: fc.boolean(),
    }),
    optional("when", WHEN),
    optional("still", STILL),
    optional("child", CHILD),
  )
  .map((parts) => Object.assign({}, ...parts) as Slip);

export const answers: fc.Arbitrary<Answers> = fc
  .tuple(
    fc.record({
      danger: word(DANGER),
      subject: word(SUBJECTS),
      kinds: subset(KINDS),
      narrative: text(400),
      accused: subset(ACCUSED),
      accusedName: text(20),
      place: text(40),
      signs: subset(SIGNS),
      help: subset(HELP),
      consent: subset(CONSENT),
      language: word(LANGUAGES),
      wroteBefore: fc.boolean(),
    }),
    optional("phoneChecked", PHONE_CHECKED),
    optional("when", WHEN),
    optional("still", STILL),
    optional("child", CHILD),
    optional("comeBack", COME_BACK),
  )
  .map((parts) => Object.assign({}, ...parts) as Answers);

export const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

export const texts = text(200);

/** As short as twenty of them need to be to fit. */
export const manifests: fc.Arbitrary<ManifestEntry[]> = fc.array(
  fc.record({
    hash: bytes(32),
    size: fc.integer({ min: 1, max: 1_600_000 }),
    type: fc.constantFrom("", "image/jpeg", "audio/webm;codecs=opus"),
    name: text(10),
    state: word(ATTACHMENT_STATES),
  }),
  { minLength: 1, maxLength: 20 },
);

/** Sometimes with files. */
export const withFiles = <C extends object>(content: fc.Arbitrary<C>): fc.Arbitrary<C & { files?: ManifestEntry[] }> =>
  fc.tuple(content, fc.option(manifests)).map(([one, files]) => (files === null ? one : { ...one, files }));

/** A report of ordinary size about an employer, for the general desk. */
export const ORDINARY = answersWith({ when: "week", still: "yes", signs: ["pay_withheld"], help: ["rights"] });
