import { describe, expect, it } from "@jest/globals";
import { newFollowUpCode, type Reply } from "../../../security/index.ts";
import { noble } from "../../../security/primitives/noble.ts";
import { containsCode, countDigits } from "../../../web/form/identifiers/code.ts";
import { lettersFor } from "../../../web/form/fields/text.ts";
import { retryAfterMs } from "../../../web/form/network/ask.ts";
import { reasonOf } from "../../../web/form/network/directory.ts";
import { formatCode } from "../../tools/codes.ts";
import { joinReplies, lettersOf } from "../../../web/form/replies.ts";

describe("containsCode()", () => {
  const code = newFollowUpCode(noble);
  const bengali = code.replace(/\d/g, (digit) => String.fromCodePoint(0x9e6 + Number(digit)));

  it.each([
    ["alone", code],
    ["in groups", formatCode(code)],
    ["in a sentence", `Mon code est ${formatCode(code)}.`],
    ["with dashes and line ends", formatCode(code).replaceAll(" ", " -\n")],
    ["in another script", `আমার কোড ${bengali}`],
    ["with digits before it", `12 ${code}`],
  ])("finds a code %s", (_, text) => {
    expect(containsCode(text)).toBe(true);
  });

  it("leaves other numbers alone", () => {
    const wrong = code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);
    for (const text of [
      wrong,
      code.slice(0, 26),
      "514 555 0199",
      "3 mois, 1 200 $",
      "",
      `${code.slice(0, 12)} et ${code.slice(12)}`,
    ]) {
      expect(containsCode(text)).toBe(false);
    }
  });

  it("counts digits of any script", () => {
    expect(countDigits(`${bengali} x 1`)).toBe(28);
  });
});

describe("lettersFor()", () => {
  it("counts in the letters that are being typed", () => {
    expect(lettersFor(24_000, "")).toBe(24_000);
    expect(lettersFor(150, "abc")).toBe(150);
    expect(lettersFor(150, "কখগ")).toBe(50);
    expect(lettersFor(1_234, "abc")).toBe(1_200);
    expect(lettersFor(-3, "abc")).toBe(3);
  });
});

describe("retryAfterMs()", () => {
  const now = Date.UTC(2026, 0, 1);
  it("reads seconds and dates, and bounds them", () => {
    expect(retryAfterMs("7", now)).toBe(7_000);
    expect(retryAfterMs(new Date(now + 9_000).toUTCString(), now)).toBe(9_000);
    expect(retryAfterMs("99999999", now)).toBe(600_000);
    expect(retryAfterMs(new Date(now + 600_000).toUTCString(), now)).toBe(600_000);
    const [past, farAhead] = [now - 9_000, now + 3_600_000].map((at) => new Date(at).toUTCString());
    for (const nothing of [null, "", "soon", "-5", past ?? null, farAhead ?? null]) {
      expect(retryAfterMs(nothing, now)).toBe(0);
    }
  });
});

const part = (sequence: number, part: number, parts: number, deskId = 1): Reply => ({
  sequence,
  deskId,
  part,
  parts,
  text: `${sequence},`,
  epochSigner: new Uint8Array(32),
});

describe("joinReplies()", () => {
  it("joins what belongs together", () => {
    expect(joinReplies([part(1, 1, 1), part(2, 1, 2), part(3, 2, 2), part(4, 1, 1)])).toEqual([
      { from: 1, to: 1, numbers: [1], text: "1,", deskId: 1, complete: true },
      { from: 2, to: 3, numbers: [2, 3], text: "2,3,", deskId: 1, complete: true },
      { from: 4, to: 4, numbers: [4], text: "4,", deskId: 1, complete: true },
    ]);
  });

  it("marks what is missing, at the start, in the middle and at the end", () => {
    expect(joinReplies([part(2, 2, 2)])).toMatchObject([{ complete: false }]);
    expect(joinReplies([part(1, 1, 3), part(3, 3, 3)])).toMatchObject([{ text: "1,3,", complete: false }]);
    expect(joinReplies([part(1, 1, 2)])).toMatchObject([{ complete: false }]);
  });

  it("joins neither two desks nor two replies of as many parts", () => {
    expect(joinReplies([part(1, 1, 2), part(2, 2, 2, 2)])).toHaveLength(2);
    expect(joinReplies([part(1, 1, 2), part(2, 2, 2), part(3, 1, 2), part(4, 2, 2)])).toHaveLength(2);
    expect(joinReplies([part(1, 1, 2), part(4, 2, 2)])).toHaveLength(2);
  });
});

/** What a page says of single replies with these numbers, of which some may be `[number, part, parts]`. */
const saidOf = (...given: (number | [number, number, number])[]): string[] => {
  const { lines, olderGone } = lettersOf(
    given.map((one) => (typeof one === "number" ? part(one, 1, 1) : part(...one))),
  );
  const said = lines.map((line) => {
    if ("gap" in line) return `missing ${line.gap.from}-${line.gap.to}`;
    const { from, to, complete } = line.whole;
    return `${from}-${to}${complete ? "" : line.startGone ? " cut" : " incomplete"}`;
  });
  return olderGone ? ["older", ...said] : said;
};

describe("lettersOf()", () => {
  it("numbers replies by their sequence numbers, and finds nothing missing among the newest eight", () => {
    expect(saidOf()).toEqual([]);
    expect(saidOf(1, [2, 1, 2], [3, 2, 2], 4)).toEqual(["1-1", "2-3", "4-4"]);
    expect(saidOf(2, 3, 4, 5, 6, 7, 8, 9)).toEqual(["older", ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${n}-${n}`)]);
  });

  it("says which are missing, in their place", () => {
    expect(saidOf(1, 2, 4)).toEqual(["1-1", "2-2", "missing 3-3", "4-4"]);
    expect(saidOf(2, 6)).toEqual(["missing 1-1", "2-2", "missing 3-5", "6-6"]);
    expect(saidOf(10)).toEqual(["older", "missing 3-9", "10-10"]);
  });

  it("calls neither the parts of a reply missing replies, nor what newer ones replaced", () => {
    expect(saidOf([1, 1, 3], [3, 3, 3], 4)).toEqual(["1-3 incomplete", "4-4"]);
    expect(saidOf([2, 2, 2], 3, 4, 5, 6, 7, 8, 9)).toEqual([
      "2-2 cut",
      ...[3, 4, 5, 6, 7, 8, 9].map((n) => `${n}-${n}`),
    ]);
    expect(saidOf([2, 2, 3], 4, 5, 6, 7, 8, 9)[0]).toBe("2-2 incomplete");
  });

  it("is not misled by an old reply kept in the place of a newer one", () => {
    expect(saidOf(1, 5, 6, 7, 8, 10, 11, 12)).toEqual([
      "older",
      "1-1",
      "5-5",
      "6-6",
      "7-7",
      "8-8",
      "missing 9-9",
      "10-10",
      "11-11",
      "12-12",
    ]);
  });
});

describe("reasonOf()", () => {
  it.each([
    ["statement_expired", "date"],
    ["certificate_expired", "date"],
    ["statement_not_valid_yet", "date"],
    ["certificate_not_valid_yet", "date"],
    ["statement_rolled_back", "old"],
    ["statement_fork", "old"],
    ["certificate_revoked", "old"],
    ["bad_signature", "signature"],
    ["wrong_unit", "signature"],
    ["malformed", "broken"],
    ["non_canonical", "broken"],
  ])("tells %s as %s", (code, reason) => {
    expect(reasonOf(code)).toBe(reason);
  });
});
