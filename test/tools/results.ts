/** Counting: what jest reports of one run, as the two numbers that the closing line adds up. */

/** The fields of jest's `--json` output that are counted. */
export interface JestOutput {
  numPassedTests: number;
  numFailedTests: number;
  /** Skipped tests, by whatever means. */
  numPendingTests: number;
  numTodoTests: number;
  /** Files that failed before their first test: a broken import, a syntax error. */
  numRuntimeErrorTestSuites: number;
}

export interface Count {
  passed: number;
  failed: number;
  /** Why something that is no failed test was counted as failed. */
  remarks: string[];
}

/**
 * Counts one run of jest. A skipped test is a failed one, so is a file that did not run, so is a run in which nothing
 * ran at all or that ended badly after its last test.
 * @param output null when jest left none.
 */
export function countRun(output: JestOutput | null, exitCode: number | null): Count {
  if (output === null) return { passed: 0, failed: 1, remarks: ["ended before it could report"] };
  const remarks: string[] = [];
  const skipped = output.numPendingTests + output.numTodoTests;
  if (skipped > 0) remarks.push(`${skipped} skipped`);
  if (output.numRuntimeErrorTestSuites > 0) remarks.push(`${output.numRuntimeErrorTestSuites} files did not run`);
  let failed = output.numFailedTests + skipped + output.numRuntimeErrorTestSuites;
  if (output.numPassedTests + failed === 0) {
    remarks.push("no test ran");
    failed = 1;
  }
  if (failed === 0 && exitCode !== 0) {
    remarks.push(exitCode === null ? "did not end by itself" : `ended with exit code ${exitCode}`);
    failed = 1;
  }
  return { passed: output.numPassedTests, failed, remarks };
}

/** The line that CI and people read, alone on its line and last. */
export function closingLine(count: { passed: number; failed: number }): string {
  return `${count.passed} passed, ${count.failed} failed`;
}
