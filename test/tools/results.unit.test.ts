import { describe, expect, it } from "@jest/globals";
import { closingLine, countRun } from "./results.ts";

const green = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

describe("countRun()", () => {
  it("counts a green run as it is", () => {
    expect(countRun(green, 0)).toEqual({ passed: 3, failed: 0, remarks: [] });
  });

  it.each([
    ["a failed test", { ...green, numFailedTests: 2 }, 1, 2],
    ["a skipped test", { ...green, numPendingTests: 1 }, 0, 1],
    ["a test that is only announced", { ...green, numTodoTests: 1 }, 0, 1],
    ["a file that did not run", { ...green, numRuntimeErrorTestSuites: 1 }, 1, 1],
    ["a run without tests", { ...green, numPassedTests: 0 }, 0, 1],
    ["a bad end after the last test", green, 1, 1],
    ["a run that had to be ended", green, null, 1],
    ["a run that left no output", null, 0, 1],
  ])("counts %s as failed", (_what, output, exitCode, failed) => {
    expect(countRun(output, exitCode).failed).toBe(failed);
  });
});

describe("closingLine()", () => {
  it("is the two numbers and nothing else", () => {
    expect(closingLine({ passed: 12, failed: 0 })).toBe("12 passed, 0 failed");
  });
});
