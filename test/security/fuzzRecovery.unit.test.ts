/** What a recovery reads, from paper, from a console and from a file, meets random bytes: read or refused, never an accident. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { equalBytes } from "../../security/bytes.ts";
import { readRecoveryFile, recoveryFileText } from "../../security/recoveryFile.ts";
import { readRecoveryKeyText, recoveryKeyText, type RecoveryKey } from "../../security/recoveryKey.ts";
import { readShare, shareLines, type RecoveryShare } from "../../security/recoveryShare.ts";
import { createRecoveryKey } from "../../security/recoverySecret.ts";
import { FUZZ_CASES, FUZZ_LIMIT_MS, fuzz, mangled, refusing, type Random } from "../tools/fuzz.ts";
import { makeUnit, type TestUnit } from "../tools/unit.ts";
import { sodium as p } from "./engines.ts";

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe("what a recovery reads, met by random bytes", () => {
  let unit: TestUnit;
  let key: RecoveryKey;
  let share: RecoveryShare;
  let lines: string[];
  beforeAll(async () => {
    unit = await makeUnit();
    const made = await createRecoveryKey(p, unit.unit, unit.today);
    key = made.key;
    share = made.shares[0] as RecoveryShare;
    lines = await shareLines(p, share);
  });
  const broken = (text: string) => (random: Random) => latin1(mangled(random, [Buffer.from(text, "latin1")]));

  it(
    "a share is read as it was made, or refused",
    async () => {
      const read = refusing((text: string) => readShare(p, text));
      expect(await read(lines.join("\n"))).toEqual(share);
      await fuzz(FUZZ_CASES, broken(lines.join("\n")), async (text) => {
        const found = await read(text);
        if (found && !equalBytes(found.shamir, share.shamir)) throw new Error("another share was read");
      });
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "the text of a recovery key is read or refused, and written again as it was",
    async () => {
      const text = recoveryKeyText(unit.unit, key);
      const read = refusing((typed: string) => readRecoveryKeyText(unit.unit, typed));
      expect(read(text)).toEqual(key);
      const bytes = Buffer.from(text, "base64url");
      const next = (random: Random): string => Buffer.from(mangled(random, [bytes])).toString("base64url");
      await fuzz(FUZZ_CASES, next, (typed) => {
        const found = read(typed);
        if (found && recoveryKeyText(unit.unit, found) !== typed) throw new Error("two texts of one key");
      });
      await fuzz(FUZZ_CASES, broken(text), read);
    },
    FUZZ_LIMIT_MS,
  );

  it(
    "a recovery file is read or refused",
    async () => {
      const file = { directory: unit.directory.slice(0, 1), grants: unit.grants.slice(0, 1), certificates: [] };
      const text = recoveryFileText(unit.unit, file);
      const read = refusing((typed: string) => readRecoveryFile(unit.unit, typed));
      expect(read(text)).toEqual(file);
      await fuzz(FUZZ_CASES, broken(text), read);
    },
    FUZZ_LIMIT_MS,
  );
});
