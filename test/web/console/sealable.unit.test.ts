import { describe, expect, it } from "@jest/globals";
import { encodeNote } from "../../../security/index.ts";
import { checkSealable, isOver } from "../../../web/console/domain/sealable.ts";
import { buildEntry } from "../../../web/console/domain/writeEntry.ts";
import { makeUnit } from "../../tools/unit.ts";

describe("checkSealable()", () => {
  it("lets a statement be sealed to through its last day, and not after", () => {
    const statement = { expiryDay: 20_600 };
    expect([isOver(statement, 20_600), isOver(statement, 20_601)]).toEqual([false, true]);
    checkSealable(statement, 20_600);
    expect(() => checkSealable(statement, 20_601)).toThrow(expect.objectContaining({ code: "statement_expired" }));
  });

  it("is asked before an officer's entry is sealed", async () => {
    const { p, statement, officer, today } = await makeUnit();
    const entry = {
      caseId: "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01",
      deskId: 1,
      after: [],
      officer,
      kind: "note",
      content: encodeNote({ text: "Une note." }),
    } as const;
    expect((await buildEntry(p, { ...entry, statement })).epoch).toBe(1);
    const over = { ...statement, expiryDay: today - 1 };
    await expect(buildEntry(p, { ...entry, statement: over })).rejects.toMatchObject({ code: "statement_expired" });
  });
});
