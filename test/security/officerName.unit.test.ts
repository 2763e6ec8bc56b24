import { describe, expect, it } from "@jest/globals";
import { isOfficerName } from "../../security/officerName.ts";

describe("isOfficerName()", () => {
  it.each(["Agente Tremblay", "Ó Súilleabháin", "Nguyễn Thị Ánh", "علی\u200cرضا", "ಶ್ರೀ\u200dಮತಿ", "7", "x".repeat(200)])(
    "takes %s",
    (name) => {
      expect(isOfficerName(name)).toBe(true);
    },
  );

  it.each([
    ["nothing", ""],
    ["nothing to see", " \u200d "],
    ["a line break", "Agente\nTremblay"],
    ["an escape sequence", "Agente\u001b[2J"],
    ["a mark of direction", "Agente\u202eyalbmerT"],
    ["a line separator", "Agente\u2028Tremblay"],
    ["half a character", "Agente\ud800"],
    ["a private character", "Agente\ue000"],
    ["more than 200 bytes", "é".repeat(101)],
  ])("refuses %s", (_, name) => {
    expect(isOfficerName(name)).toBe(false);
  });
});
