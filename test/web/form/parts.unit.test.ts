import { describe, expect, it } from "@jest/globals";
import { formatCode, newFollowUpCode, type Reply } from "../../../security/index.ts";
import { noble } from "../../../security/primitives/noble.ts";
import { containsCode, countDigits } from "../../../web/form/identifiers/code.ts";
import { lettersFor } from "../../../web/form/fields/text.ts";
import { retryAfterMs } from "../../../web/form/network/ask.ts";
import { reasonOf } from "../../../web/form/network/directory.ts";
import { joinReplies } from "../../../web/form/replies.ts";

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
    for (const nothing of [null, "", "soon", "-5", new Date(now - 9_000).toUTCString()]) {
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
      { text: "1,", deskId: 1, complete: true },
      { text: "2,3,", deskId: 1, complete: true },
      { text: "4,", deskId: 1, complete: true },
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
