import { describe, expect, it } from "@jest/globals";
import { refuseDemonstration } from "../../../prisma/process/production.ts";

describe("refuseDemonstration()", () => {
  it("lets a demonstration unit run, except in production", () => {
    refuseDemonstration(false, { demonstration: true });
    refuseDemonstration(true, { demonstration: false });
    expect(() => refuseDemonstration(true, { demonstration: true })).toThrow(
      expect.objectContaining({ code: "demonstration_unit_in_production" }),
    );
  });
});
