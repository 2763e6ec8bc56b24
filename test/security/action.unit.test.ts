import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  CHECKLIST,
  encodeAction,
  isLabel,
  normalizeLabel,
  OUTCOMES,
  outcomeNeedsText,
  parseAction,
  type Action,
  type Outcome,
  type SlipCounts,
} from "../../security/action.ts";
import { encodeCbor, type CborValue } from "../../security/cbor.ts";
import { ACTION_REASON_MAX_BYTES, ACTION_TEXT_MAX_BYTES, LABEL_MAX_BYTES } from "../../security/limits.ts";

const CASE = new Uint8Array(16).fill(7);
const items = Object.keys(CHECKLIST) as (keyof typeof CHECKLIST)[];
const outcomes = Object.keys(OUTCOMES) as Outcome[];
const SLIPS: SlipCounts = [1, 0, 65_535, 2];
const ALL: readonly Action[] = [
  { code: "opened" },
  { code: "claimed" },
  { code: "released" },
  { code: "released", text: "Rappeler lundi." },
  { code: "labelled", label: "restaurant du port" },
  { code: "unlabelled", label: "restaurant du port" },
  { code: "linked", caseId: CASE },
  { code: "unlinked", caseId: CASE },
  ...items.flatMap((item): Action[] => [
    { code: "ticked", item },
    { code: "unticked", item },
  ]),
  { code: "levelled", level: 0, slips: SLIPS },
  { code: "levelled", level: 3, reason: "Elle est en sûreté.", slips: SLIPS, alone: "Seule de garde." },
  ...outcomes.map((outcome): Action => ({ code: "closed", outcome, text: "Centre du port" })),
  ...outcomes.flatMap((outcome): Action[] => (outcomeNeedsText(outcome) ? [] : [{ code: "closed", outcome }])),
  { code: "closed", outcome: "helped", alone: "Seule de garde." },
  { code: "reopened" },
  { code: "reopened", text: "Elle a rappelé." },
  { code: "handedOver", officerId: CASE },
  { code: "handedOver", officerId: CASE, text: "Rappeler lundi." },
  { code: "secondAsked" },
  { code: "secondAsked", text: "Relire le récit." },
  { code: "secondRead" },
  { code: "secondRead", text: "D’accord." },
  { code: "recused" },
  { code: "recused", text: "Je connais cette personne." },
  { code: "returned", officerId: CASE },
  { code: "returned", officerId: CASE, text: "Il n’en est rien." },
  { code: "moved", to: 65_535, reason: "Concerne la ville." },
];
const map = (...fields: readonly [number, CborValue][]): Uint8Array => encodeCbor(new Map(fields));

describe("encodeAction(), parseAction()", () => {
  it.each(ALL.map((action) => [action.code, action] as const))("are inverse for %s", (_code, action) => {
    expect(parseAction(encodeAction(action))).toEqual(action);
  });

  it("keep the numbers that were given once", () => {
    const numbers = ALL.map((action) => `${action.code} ${encodeAction(action)[2]}`);
    expect([...new Set(numbers)]).toEqual([
      "opened 1",
      "claimed 2",
      "released 3",
      "labelled 4",
      "unlabelled 5",
      "linked 6",
      "unlinked 7",
      "ticked 8",
      "unticked 9",
      "levelled 10",
      "closed 11",
      "reopened 12",
      "handedOver 13",
      "secondAsked 14",
      "secondRead 15",
      "recused 16",
      "returned 17",
      "moved 18",
    ]);
    expect(OUTCOMES).toEqual({
      helped: 1,
      referred: 2,
      withdrawn: 3,
      noAnswer: 4,
      notForUs: 5,
      duplicate: 6,
      other: 7,
    });
    expect(CHECKLIST).toEqual({ safety: 1, child: 2, interpreter: 3, consent: 4, evidence: 5, referral: 6 });
  });

  it.each<[string, Uint8Array]>([
    ["a code that is none", map([0, 1_000])],
    ["code 0", map([0, 0])],
    ["no code", map([1, "x"])],
    ["a code that is a text", map([0, "opened"])],
    ["something beside an opening", map([0, 1], [1, "x"])],
    ["a word that says nothing", map([0, 3], [1, " "])],
    ["a word that is too long", map([0, 3], [1, "a".repeat(ACTION_TEXT_MAX_BYTES + 1)])],
    ["no label", map([0, 4])],
    ["a label with spaces around it", map([0, 4], [1, " a"])],
    ["a label that is not normal", map([0, 4], [1, "e\u0301"])],
    ["a label with a line break", map([0, 5], [1, "a\nb"])],
    ["a label that is too long", map([0, 4], [1, "a".repeat(LABEL_MAX_BYTES + 1)])],
    ["a short case id", map([0, 6], [1, CASE.slice(1)])],
    ["no case id", map([0, 7])],
    ["an item that no checklist has", map([0, 8], [1, 7])],
    ["an item by its name", map([0, 9], [1, "safety"])],
    ["a level that is none", map([0, 10], [1, 4], [3, [...SLIPS]])],
    ["a level without counts", map([0, 10], [1, 3])],
    ["a level with three counts", map([0, 10], [1, 3], [3, [0, 0, 0]])],
    ["a level with a count that is too large", map([0, 10], [1, 3], [3, [0, 0, 0, 65_536]])],
    ["a level with a count that is a text", map([0, 10], [1, 3], [3, [0, 0, 0, "1"]])],
    ["a reason that says nothing", map([0, 10], [1, 3], [2, ""], [3, [...SLIPS]])],
    ["a move to no desk", map([0, 18], [1, 0], [2, "x"])],
    ["a move to a desk that cannot be", map([0, 18], [1, 65_536], [2, "x"])],
    ["a move without a reason", map([0, 18], [1, 2])],
    ["a return of nobody", map([0, 17])],
    ["an outcome that is none", map([0, 11], [1, 8])],
    ["a referral to nobody", map([0, 11], [1, 2])],
    ["a reason to be alone that is too long", map([0, 11], [1, 1], [3, "a".repeat(ACTION_REASON_MAX_BYTES + 1)])],
    ["a hand-over to nobody", map([0, 13], [2, "x"])],
    ["a hand-over to a short id", map([0, 13], [1, CASE.slice(1)])],
    ["a text beside a reading that says nothing", map([0, 15], [1, " "])],
    ["a further field", map([0, 2], [2, 1])],
    ["trailing bytes", Uint8Array.of(...encodeAction({ code: "opened" }), 0)],
  ])("refuse %s", (_name, content) => {
    expect(parseAction(map([0, 1]))).toEqual({ code: "opened" });
    expect(() => parseAction(content)).toThrow(expect.objectContaining({ code: "malformed" }));
  });

  it("refuse to write what they would not read", () => {
    const wrong: readonly [string, Action][] = [
      ["out_of_range", { code: "labelled", label: "" }],
      ["out_of_range", { code: "labelled", label: " a" }],
      ["out_of_range", { code: "labelled", label: "é".repeat(51) }],
      ["out_of_range", { code: "linked", caseId: CASE.slice(1) }],
      ["out_of_range", { code: "released", text: " " }],
      ["out_of_range", { code: "levelled", level: 3, slips: [0, 0, 0, -1] }],
      ["out_of_range", { code: "levelled", level: 3, reason: "", slips: SLIPS }],
      ["out_of_range", { code: "closed", outcome: "referred" }],
      ["out_of_range", { code: "handedOver", officerId: CASE.slice(1) }],
      ["too_long", { code: "closed", outcome: "helped", alone: "é".repeat(151) }],
      ["too_long", { code: "released", text: "é".repeat(1001) }],
    ];
    for (const [code, action] of wrong) {
      expect(() => encodeAction(action)).toThrow(expect.objectContaining({ code }));
    }
  });

  it("fit the shortest entry, with sixteen entries named before it", () => {
    // signature, kind, signer, case id, count and hashes, one byte of padding
    const room = 4096 - 1136 - 64 - 1 - 16 - 16 - 1 - 16 * 32 - 1;
    const text = "é".repeat(1000);
    const slips: SlipCounts = [65_535, 65_535, 65_535, 65_535];
    const longest: readonly Action[] = [
      { code: "released", text },
      { code: "levelled", level: 3, reason: text, slips, alone: "é".repeat(150) },
      { code: "closed", outcome: "other", text, alone: "é".repeat(150) },
      { code: "handedOver", officerId: CASE, text },
    ];
    for (const action of [...ALL, ...longest]) expect(encodeAction(action).length).toBeLessThanOrEqual(room);
  });
});

describe("normalizeLabel()", () => {
  it("gives a label of whatever is typed, unless nothing is left or it is too long", () => {
    expect(normalizeLabel("  re\u0301seau \t Port ")).toBe("réseau Port");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), (typed) => {
        const label = normalizeLabel(typed);
        fc.pre(label !== "" && !/\p{Cc}/u.test(label) && Buffer.byteLength(label) <= LABEL_MAX_BYTES);
        expect(isLabel(label)).toBe(true);
      }),
    );
  });
});
