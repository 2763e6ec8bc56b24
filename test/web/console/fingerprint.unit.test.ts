import { describe, expect, it } from "@jest/globals";
import { sameFingerprint, typedGroups } from "../../../web/console/domain/lead.ts";

const SHOWN = "3e9f 4879 ce78 3033 3e50 3304 f8a6 b4b0";

describe("a fingerprint that is typed while somebody reads it", () => {
  it("is the one shown, however it is set, and no other", () => {
    for (const typed of [SHOWN, SHOWN.toUpperCase(), SHOWN.replaceAll(" ", "-"), ` ${SHOWN.replaceAll(" ", "")} `]) {
      expect([typed, sameFingerprint(typed, SHOWN)]).toEqual([typed, true]);
    }
    for (const typed of ["", SHOWN.slice(0, -1), `${SHOWN}0`, SHOWN.replace("3", "2"), SHOWN.replace("e", "é")]) {
      expect([typed, sameFingerprint(typed, SHOWN)]).toEqual([typed, false]);
    }
  });

  it("stands in the groups of the other screen from the first letter on", () => {
    expect(typedGroups("")).toBe("");
    expect(typedGroups("3E9F-48")).toBe("3e9f 48");
    expect(typedGroups(SHOWN.replaceAll(" ", ""))).toBe(SHOWN);
    expect(typedGroups(`${SHOWN} 1234`)).toBe(SHOWN);
  });
});
