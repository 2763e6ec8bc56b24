import { describe, expect, it } from "@jest/globals";
import { readSettings } from "../../../api/start/settings.ts";

describe("readSettings()", () => {
  it("needs nothing from its environment", () => {
    expect(readSettings({})).toMatchObject({ host: "127.0.0.1", port: 8080, officerPort: 8081 });
  });

  it("refuses one port for both hosts, naming both variables", () => {
    expect(readSettings({ PORT: "9000" })).toMatchObject({ port: 9000, officerPort: 8081 });
    expect(() => readSettings({ PORT: "8081" })).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: expect.stringMatching(/PORT and OFFICER_PORT.*8081/),
      }),
    );
  });
});
