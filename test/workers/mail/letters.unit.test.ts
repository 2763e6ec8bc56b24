import { describe, expect, it } from "@jest/globals";
import type { Expiry } from "../../../security/index.ts";
import { LETTER_BYTES, digestLetter, urgentLetter } from "../../../workers/mail/letters.ts";

const TODAY = 20_779; // 2026-11-22
const ALL: readonly Expiry[] = [
  { what: "directory", lastDay: TODAY },
  { what: "epoch", lastDay: TODAY + 6 },
  { what: "certificate", lastDay: TODAY + 1 },
];
const letters = [
  digestLetter([]),
  ...ALL.map((one) => digestLetter([one])),
  digestLetter(ALL),
  digestLetter("unusable"),
  urgentLetter(),
];

describe("letters to officers", () => {
  it("have one length, whatever they say", () => {
    for (const { subject, text } of letters) {
      expect([Buffer.byteLength(subject), Buffer.byteLength(text)]).toEqual([36, LETTER_BYTES]);
      expect(subject).toMatch(/^[ -~]+$/); // nothing that would be encoded, and so be longer
    }
    expect(new Set(letters.map(({ text }) => text)).size).toBe(letters.length);
  });

  it("hold no number but the days on which keys end, and nothing to press", () => {
    const [quiet, ...others] = letters.map(({ subject, text }) => `${subject}\n${text}`);
    expect(quiet).not.toMatch(/\d/);
    for (const said of others) {
      expect(said.replaceAll(/\b2026-11-(22|23|28)\b/g, "")).not.toMatch(/\d/);
      expect(said).not.toMatch(/https?:|www|@/);
    }
  });

  it("warn in both languages of what ends, and of a directory that is over", () => {
    expect(digestLetter(ALL).text).toMatch(/dernier jour 2026-11-22[^]*last day 2026-11-22/);
    expect(digestLetter(ALL).text).toMatch(/keys of a desk : last day 2026-11-28/);
    expect(digestLetter("unusable").text).toMatch(/Aucun signalement ne peut arriver[^]*No report can come in/);
    expect(digestLetter([]).text).toMatch(/Rien n'expire[^]*Nothing expires/);
  });
});
