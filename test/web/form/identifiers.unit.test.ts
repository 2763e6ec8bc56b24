import { performance } from "node:perf_hooks";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { newFollowUpCode } from "../../../security/index.ts";
import { noble } from "../../../security/primitives/noble.ts";
import { findIdentifiers, withoutIdentifiers, type IdentifierKind } from "../../../web/form/identifiers/find.ts";
import { luhn } from "../../../web/form/identifiers/patterns.ts";
import { formatCode } from "../../tools/codes.ts";
import { depth } from "../../tools/depth.ts";

const RUNS = depth(500, 50_000);

/** A text, and what is found in it. Numbers are of the kinds that are given to nobody, or made up. */
const FOUND: readonly (readonly [text: string, kind: IdentifierKind, found: string])[] = [
  ["Mon NAS est 130 692 544, il le garde.", "sin", "130 692 544"],
  ["NAS130692544", "sin", "130692544"],
  ["my SIN 130-692-544", "sin", "130-692-544"],
  ["temporaire : 900.000.001", "sin", "900.000.001"],
  ["(130 692 544)", "sin", "130 692 544"],
  ["আমার নম্বর ১৩০ ৬৯২ ৫৪৪", "sin", "১৩০ ৬৯২ ৫৪৪"],
  ["رقمي ١٣٠٦٩٢٥٤٤", "sin", "١٣٠٦٩٢٥٤٤"],
  ["مرا نمبر ۱۳۰‑۶۹۲‑۵۴۴", "sin", "۱۳۰‑۶۹۲‑۵۴۴"],
  ["１３０　６９２　５４４", "sin", "１３０　６９２　５４４"],
  ["130\u00a0692\u202f544", "sin", "130\u00a0692\u202f544"],
  ["13\u200b0 69\u200e2 544", "sin", "13\u200b0 69\u200e2 544"],
  ["UCI: 5512-8734", "uci", "5512-8734"],
  ["IUC 11-2345-6789", "uci", "11-2345-6789"],
  ["my client ID is 55128734", "uci", "55128734"],
  ["Identificateur unique de client : 1123456789", "uci", "1123456789"],
  ["passport AB123456", "passport", "AB123456"],
  ["ab123456", "passport", "ab123456"],
  ["A123456BC", "passport", "A123456BC"],
  ["Mi pasaporte es G12345678.", "passport", "G12345678"],
  ["il a mon passeport (numéro 123456789)", "passport", "123456789"],
  ["আমার পাসপোর্ট BX0123456", "passport", "BX0123456"],
  ["میرا پاسپورٹ نمبر AB1234567", "passport", "AB1234567"],
  ["mon permis de travail U123456789", "permit", "U123456789"],
  ["dossier w987654321", "permit", "w987654321"],
  ["TREM 6553 0515", "health", "TREM 6553 0515"],
  ["NAM: gagn72081223", "health", "gagn72081223"],
  ["DUPO-6807-0822", "health", "DUPO-6807-0822"],
  ["Appelez-moi au 514 555-0199.", "phone", "514 555-0199"],
  ["(438) 555-0199", "phone", "(438) 555-0199"],
  ["tel(514)5550199", "phone", "514)5550199"],
  ["5145550199", "phone", "5145550199"],
  ["1-800-555-0199", "phone", "1-800-555-0199"],
  ["514.555.01.99", "phone", "514.555.01.99"],
  ["+1 (514) 555 0199 2 enfants", "phone", "+1 (514) 555 0199"],
  ["+509 3712 3456", "phone", "+509 3712 3456"],
  ["00880 1712 345678", "phone", "00880 1712 345678"],
  ["+33 6 12 34 56 78", "phone", "+33 6 12 34 56 78"],
  ["06 12 34 56 78", "phone", "06 12 34 56 78"],
  ["WhatsApp 3712 3456", "phone", "3712 3456"],
  ["mon téléphone, c'est 555-0199", "phone", "555-0199"],
  ["٥١٤ ٥٥٥ ٠١٩٩", "phone", "٥١٤ ٥٥٥ ٠١٩٩"],
  ["हमारा फोन 98765 43210", "phone", "98765 43210"],
  ["écrivez à marie.lopez+aide@exemple.qc.ca svp", "email", "marie.lopez+aide@exemple.qc.ca"],
  ["jean @ exemple.com.", "email", "jean @ exemple.com"],
  ["jean(arobase)exemple.com", "email", "jean(arobase)exemple.com"],
  ["用户＠exemple.com", "email", "用户＠exemple.com"],
  ["camion A12 BCD", "plate", "A12 BCD"],
  ["une auto ABC 12D", "plate", "ABC 12D"],
  ["12A BCD", "plate", "12A BCD"],
  ["sa plaque est 123 ABC", "plate", "123 ABC"],
  ["La plaque : FJK1234", "plate", "FJK1234"],
  ["plaque abc123", "plate", "abc123"],
];

/** What people write all the time, and nothing should be asked about. */
const ORDINARY: readonly string[] = [
  "",
  "Il me doit 1 200 $ depuis 3 mois.",
  "Le salaire est 130 692 544 $.",
  "$130692544",
  "130692544 dollars",
  "coûte 1 130 692 544,50 €",
  "Il a pris mon passeport et 150000 $.",
  "Il garde nos passeports depuis 2023.",
  "Depuis le 2026-11-21.",
  "entre 2019-2023",
  "le 21/11/2026 à 10 h 30",
  "21.11.2026 10:30",
  "depuis juin 2010-2011",
  "Il a téléphoné le 2026-11-21 et le 21-11-2026.",
  "de 0800-1600 puis 2300-0700",
  "travail 06:00-14:30, 6 jours sur 7",
  "au 1234, rue Saint-Denis, app. 12, Montréal H2X 1Y4",
  "4520 boul. Saint-Laurent H2T 1R3",
  "L'hôtel 1234567",
  "hotel 7654321 chambres",
  "autobus 747 et 139, métro Jarry",
  "Appelez le 911 ou le 811, ou 1 800.",
  "130 692 545",
  "046 454 286",
  "812 345 679",
  "123456789012345678",
  "TREM 6599 0515",
  "TREM 6513 0515",
  "GAGN 7202 3012",
  "ABCDE12345678",
  "nous étions 12 dans 3 chambres",
  "article 87.1 de la loi, page 1234",
  "@maria sur Instagram",
  "10 @ 15 $",
  "plaque de 12 cm",
  "immatriculée en 2019",
  "numéro 12345",
  "1 000 000 de fois",
  "3,14159265358979",
  "RUE 123 ABC",
  "Bus STM 747",
];

describe("findIdentifiers()", () => {
  it.each(FOUND)("in %j finds a number of the kind %s", (text, kind, found) => {
    expect(findIdentifiers(text).map((each) => [each.kind, each.text])).toEqual([[kind, found]]);
  });

  it.each(ORDINARY)("asks nothing about %j", (text) => {
    expect(findIdentifiers(text)).toEqual([]);
  });

  it("finds the follow-up code before anything that its digits could be", () => {
    const code = newFollowUpCode(noble);
    for (const text of [code, formatCode(code), `Mon code: ${formatCode(code)} !`]) {
      expect(findIdentifiers(text).map(({ kind }) => kind)).toEqual(["code"]);
    }
  });

  it("finds several, in the order of the text", () => {
    const text = "NAS 130 692 544, tél. 514 555-0199, a@exemple.ca, passeport AB123456";
    expect(findIdentifiers(text).map(({ kind }) => kind)).toEqual(["sin", "phone", "email", "passport"]);
  });

  it("tells where each stands: what is taken out is gone, and the rest is as it was", () => {
    const text = "Appelle 514 555-0199 ou écris à a@exemple.ca demain.";
    expect(withoutIdentifiers(text, findIdentifiers(text))).toBe("Appelle […] ou écris à […] demain.");
  });

  const letters = fc.string({ unit: fc.constantFrom("a", "é", "Z", "你", "অ", " ", "\n", ".", ",", ";", "!", "?") });
  const nine = fc.integer({ min: 0, max: 99_999_999 }).chain((eight) => {
    const start = String(eight).padStart(8, "0").replace(/^[08]/, "1");
    return fc.constant(Array.from({ length: 10 }, (_, last) => `${start}${last}`).find(luhn) ?? "");
  });
  const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xbe6, 0xff10, 0x1d7ce, 0x1d7d8];

  it("finds a social insurance number in any script, however it is set apart", () => {
    const mark = fc.constantFrom("", " ", "-", "\u00a0", "\u2011", "\u2212");
    fc.assert(
      fc.property(letters, nine, fc.constantFrom(...zeros), mark, letters, (before, digits, zero, between, after) => {
        const written = [0, 3, 6]
          .map((at) =>
            Array.from(digits.slice(at, at + 3), (digit) => String.fromCodePoint(zero + Number(digit))).join(""),
          )
          .join(between);
        const [found] = findIdentifiers(`${before} ${written} ${after}`).filter(({ kind }) => kind === "sin");
        expect(found?.text).toBe(written);
      }),
      { numRuns: RUNS },
    );
  });

  it("finds no social insurance number whose check digit does not fit", () => {
    fc.assert(
      fc.property(nine, fc.integer({ min: 1, max: 9 }), (digits, more) => {
        const wrong = digits.slice(0, 8) + String((Number(digits[8]) + more) % 10);
        expect(findIdentifiers(wrong).filter(({ kind }) => kind === "sin")).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it("says of any text only what is there: in order, apart from each other, letter for letter", () => {
    const pieces = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...FOUND.map(([text]) => text)),
      fc.constantFrom("\u200f", "+", "00", "@", "-", "plaque ", "passeport ", "tél "),
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join("");
        const found = findIdentifiers(text);
        let end = 0;
        for (const each of found) {
          expect(each.start).toBeGreaterThanOrEqual(end);
          expect(each.end).toBeGreaterThan(each.start);
          expect(text.slice(each.start, each.end)).toBe(each.text);
          ({ end } = each);
        }
        const rest = withoutIdentifiers(text, found);
        expect(rest.length).toBe(text.length - found.reduce((sum, each) => sum + each.text.length - 3, 0));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ["digits", "1"],
    ["digits and spaces", "1 "],
    ["letters", "a"],
    ["letters and dots", "a."],
    ["addresses", "a@b.ca "],
    ["half addresses", "a@b."],
    ["at signs", "@"],
    ["plus signs", "+1"],
    ["words that announce", "tél passeport "],
    ["Bengali digits", "১"],
    ["invisible letters", "\u200b"],
  ])("is done with a full report of %s in a moment", (_, piece) => {
    const text = piece.repeat(24_000 / piece.length);
    const start = performance.now();
    findIdentifiers(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("withoutIdentifiers()", () => {
  it("leaves a text alone when nothing is taken", () => {
    expect(withoutIdentifiers("514 555-0199", [])).toBe("514 555-0199");
  });
});
