import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { concat, toHex, utf8 } from "../../security/bytes.ts";
import { codeKeys } from "../../security/codeKeys.ts";
import { encodeDescriptor, mailboxIdOf, parseDescriptor } from "../../security/descriptor.ts";
import { checkGroup, codeGroups, newFollowUpCode, parseCode } from "../../security/followUpCode.ts";
import { CODE_CHECK_MODULUS, CODE_PBKDF2_ROUNDS, CODE_SECRET_DIGITS, DESCRIPTOR_BYTES } from "../../security/limits.ts";
import { depth } from "../tools/depth.ts";
import { formatCode } from "../tools/codes.ts";
import { ENGINES, noble, sodium } from "./engines.ts";

const invalid = expect.objectContaining({ code: "code_invalid" });

function accepted(code: string): boolean {
  try {
    return parseCode(code) === code;
  } catch {
    return false;
  }
}

describe("checkGroup()", () => {
  it("is (-Σ 7^i · g_i) mod 997", () => {
    const groups = [1, 2, 3, 4, 5, 6, 7, 8];
    const sum = groups.reduce((total, group, i) => total + BigInt(group) * 7n ** BigInt(i + 1), 0n);
    expect(checkGroup(groups)).toBe(Number((997n - (sum % 997n)) % 997n));
    expect(checkGroup(Array.from({ length: 8 }, () => 0))).toBe(0);
    expect(accepted("001002003004005006007008" + String(checkGroup(groups)).padStart(3, "0"))).toBe(true);
  });
});

describe("newFollowUpCode()", () => {
  it("gives 27 ASCII digits that parse, different each time", () => {
    const codes = Array.from({ length: 200 }, () => newFollowUpCode(sodium));
    for (const code of codes) {
      expect(code).toMatch(/^[0-9]{27}$/);
      expect(parseCode(code)).toBe(code);
    }
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("draws groups evenly: each tenth of their range comes up as often as the others", () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    const codes = depth(2_000, 50_000);
    for (let i = 0; i < codes; i++) {
      for (const group of codeGroups(newFollowUpCode(sodium)).slice(0, 8)) {
        const tenth = Math.floor((Number(group) * 10) / CODE_CHECK_MODULUS);
        tenths[tenth] = (tenths[tenth] as number) + 1;
      }
    }
    const share = (codes * 8) / 10;
    // Six standard deviations of a binomial count; a tenth holds 99 or 100 of 997 groups, within 0.4 % of a tenth.
    for (const count of tenths) expect(Math.abs(count - share)).toBeLessThan(6 * Math.sqrt(share) + share * 0.008);
  });

  it("uses no biased draw: two bytes at or above 65 × 997 are drawn again", () => {
    const draws = [65 * 997, 0xffff, 65 * 997 - 1, ...Array.from({ length: 7 }, () => 1)];
    const scripted = {
      ...sodium,
      randomBytes: () => Uint8Array.of((draws[0] as number) >> 8, (draws.shift() as number) & 255),
    };
    expect(codeGroups(newFollowUpCode(scripted)).slice(0, 3)).toEqual(["996", "001", "001"]);
  });
});

describe("the check group", () => {
  it("lets at most one in 997 wrong groups pass", () => {
    let wrong = 0;
    let passed = 0;
    while (wrong < depth(20_000, 1_000_000)) {
      const groups = codeGroups(newFollowUpCode(sodium));
      const at = wrong % 9;
      const other = String((Number(groups[at]) + 1 + (wrong % 999)) % 1000).padStart(3, "0");
      groups[at] = other;
      wrong++;
      if (accepted(groups.join(""))) passed++;
    }
    expect(passed / wrong).toBeLessThanOrEqual(1 / 997);
  });

  it("lets no swap of two groups pass", () => {
    for (let i = 0; i < depth(300, 20_000); i++) {
      const groups = codeGroups(newFollowUpCode(sodium));
      for (let a = 0; a < 9; a++) {
        for (let b = a + 1; b < 9; b++) {
          if (groups[a] === groups[b]) continue;
          const swapped = [...groups];
          [swapped[a], swapped[b]] = [groups[b] as string, groups[a] as string];
          expect(accepted(swapped.join(""))).toBe(false);
        }
      }
    }
  });
});

describe("parseCode()", () => {
  const code = newFollowUpCode(sodium);
  const inDigitsFrom = (zero: number): string => code.replace(/\d/g, (d) => String.fromCodePoint(zero + Number(d)));

  it.each([
    ["Arabic-Indic", 0x0660],
    ["extended Arabic-Indic (Persian, Urdu)", 0x06f0],
    ["Devanagari", 0x0966],
    ["Bengali", 0x09e6],
    ["Gurmukhi", 0x0a66],
    ["Tamil", 0x0be6],
    ["fullwidth", 0xff10],
    ["mathematical bold, the first of five runs side by side", 0x1d7ce],
    ["mathematical monospace, the last of them", 0x1d7f6],
  ])("reads %s digits", (_script, zero) => {
    expect(parseCode(inDigitsFrom(zero))).toBe(code);
    expect(parseCode(formatCode(inDigitsFrom(0x0030)))).toBe(code);
  });

  it("knows the value of every decimal digit of Unicode: each run of ten starts at zero", () => {
    const groups = [123, 456, 789, 12, 345, 678, 901, 234];
    const whole = [...groups, checkGroup(groups)].map((group) => String(group).padStart(3, "0")).join("");
    let runs = 0;
    for (let point = 0; point <= 0x10ffff - 9; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      if (!/^\p{Nd}$/u.test(String.fromCodePoint(point))) continue;
      const typed = whole.replace(/\d/g, (d) => String.fromCodePoint(point + Number(d)));
      expect(parseCode(typed)).toBe(whole);
      runs++;
      point += 9;
    }
    expect(runs).toBeGreaterThan(60);
  });

  it.each([" ", "-", "\u00A0", "\u2009", "\u2013", "\u2212", "\t", "\n", "\u200F", "\u200B", "\uFEFF"])(
    "ignores %j between groups",
    (separator) => {
      expect(parseCode(`${separator}${codeGroups(code).join(separator)}${separator}`)).toBe(code);
    },
  );

  it("reads scripts mixed in one code", () => {
    expect(parseCode(code.slice(0, 12) + inDigitsFrom(0x0660).slice(12))).toBe(code);
  });

  it.each([
    ["a letter", (c: string) => `${c.slice(0, 26)}O`],
    ["a digit too few", (c: string) => c.slice(1)],
    ["a digit too many", (c: string) => `${c}0`],
    ["nothing", () => ""],
    ["a dot", (c: string) => `${c.slice(0, 3)}.${c.slice(3)}`],
    [
      "superscript digits, which are not decimal digits",
      (c: string) => c.replaceAll("1", "\u00B9").replaceAll("2", "\u00B2").replaceAll("3", "\u00B3") + "\u00B9",
    ],
    ["one group off by one", (c: string) => String((Number(c.slice(0, 3)) + 1) % 997).padStart(3, "0") + c.slice(3)],
  ])("refuses %s", (_name, broken) => {
    expect(parseCode(code)).toBe(code);
    expect(() => parseCode(broken(code))).toThrow(invalid);
  });

  it("fails with code_invalid and nothing else, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        expect(() => parseCode(text)).toThrow(invalid);
      }),
    );
  });
});

describe("formatCode(), codeGroups()", () => {
  it("give nine groups of three", () => {
    expect(formatCode("123456789012345678901234567")).toBe("123 456 789 012 345 678 901 234 567");
    expect(codeGroups("123456789012345678901234567")).toHaveLength(9);
  });
});

describe("the cost of guessing a code offline", () => {
  it("is 79.7 bits at 600 000 rounds: 2 600 years for the first of 100 000 mailboxes on 10 000 graphics cards", () => {
    expect(CODE_PBKDF2_ROUNDS).toBe(600_000);
    expect(CODE_SECRET_DIGITS).toBe(24);
    const bits = (CODE_SECRET_DIGITS / 3) * Math.log2(CODE_CHECK_MODULUS);
    expect(bits.toFixed(1)).toBe("79.7");
    const guessesPerSecond = 10_000 * 15_000;
    const years = 2 ** bits / 100_000 / guessesPerSecond / (365.25 * 86_400);
    expect(years).toBeGreaterThan(2_000);
  });
});

describe("codeKeys()", () => {
  const unitId = new Uint8Array(16).fill(5);

  it("gives the same on both engines, every part of it from the code and the unit", async () => {
    const code = newFollowUpCode(sodium);
    const keys = await codeKeys(sodium, code, unitId);
    expect(await codeKeys(noble, formatCode(code), unitId)).toEqual(keys);
    expect(keys.tokenHash).toEqual(await sodium.sha256(keys.token));
    expect(keys.descriptor).toEqual(concat(keys.tokenHash, keys.reply.publicKey, keys.outerKey, keys.thread.publicKey));
    const secrets = [keys.token, keys.reply.secretKey, keys.outerKey, keys.thread.secretKey].map(toHex);
    expect(new Set(secrets).size).toBe(4);
    expect((await codeKeys(sodium, code, new Uint8Array(16).fill(6))).token).not.toEqual(keys.token);
    expect((await codeKeys(sodium, newFollowUpCode(sodium), unitId)).token).not.toEqual(keys.token);
  });

  it("stretches with 600 000 rounds over the label and the unit id", async () => {
    const calls: { salt: string; rounds: number }[] = [];
    const spied = {
      ...sodium,
      pbkdf2Sha256: (_password: Uint8Array, salt: Uint8Array, rounds: number, length: number) => {
        calls.push({ salt: toHex(salt), rounds });
        return Promise.resolve(new Uint8Array(length));
      },
    };
    await codeKeys(spied, newFollowUpCode(sodium), unitId);
    expect(calls).toEqual([{ salt: toHex(concat(utf8("abri/v1/follow-up"), unitId)), rounds: 600_000 }]);
  });

  it("refuses a code whose check fails, and a unit id of another length", async () => {
    const code = newFollowUpCode(sodium);
    const wrong = String((Number(code.slice(0, 3)) + 1) % 997).padStart(3, "0") + code.slice(3);
    await expect(codeKeys(sodium, wrong, unitId)).rejects.toThrow(invalid);
    await expect(codeKeys(sodium, code, new Uint8Array(15))).rejects.toMatchObject({ code: "out_of_range" });
  });
});

describe.each(ENGINES)("descriptors on %s", (_name, p) => {
  it("parse ∘ encode is the identity, and the mailbox id depends on every byte", async () => {
    const descriptor = p.randomBytes(DESCRIPTOR_BYTES);
    expect(encodeDescriptor(parseDescriptor(descriptor))).toEqual(descriptor);
    const id = await mailboxIdOf(p, descriptor);
    expect(id).toHaveLength(16);
    for (const at of [0, 31, 32, 1247, 1248, 1279, 1280, 1311]) {
      const changed = descriptor.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(await mailboxIdOf(p, changed)).not.toEqual(id);
    }
  });

  it("refuse another length", async () => {
    const short = new Uint8Array(DESCRIPTOR_BYTES - 1);
    expect(() => parseDescriptor(short)).toThrow(expect.objectContaining({ code: "out_of_range" }));
    await expect(mailboxIdOf(p, short)).rejects.toMatchObject({ code: "out_of_range" });
  });
});
