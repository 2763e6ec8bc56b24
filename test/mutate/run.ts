/**
 * `npm run mutate`: breaks the project on purpose, one line at a time, in a copy, and expects a named test to turn red.
 * A mutant that survives means that nobody would notice that line being wrong. Names may be given: `npm run mutate --
 * skip-signature`.
 *
 * The last line is `N passed, N failed`: a mutant that a test caught has passed.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { preflight } from "../tools/preflight.ts";
import { closingLine } from "../tools/results.ts";
import type { JestOutput } from "../tools/results.ts";
import { copyProject } from "./copy.ts";
import { applyMutation, MUTATIONS } from "./mutations.ts";
import type { Mutation } from "./mutations.ts";

const TEST_LIMIT_MINUTES = 10;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** jest takes a pattern: the name stands for itself. */
const literal = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Runs the one named test in the copy. @returns null when jest could not report. */
function runTest(dir: string, mutation: Mutation, env: NodeJS.ProcessEnv): JestOutput | null {
  const outputFile = join(dir, "mutate-result.json");
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const kind = /\.(\w+)\.test\.tsx?$/.exec(mutation.test.file)?.[1] ?? "";
  const args = [
    "--ci",
    "--selectProjects",
    kind,
    "--runTestsByPath",
    mutation.test.file,
    "-t",
    literal(mutation.test.name),
  ];
  writeFileSync(outputFile, "null");
  spawnSync(
    process.execPath,
    [...flags, "node_modules/jest/bin/jest.js", ...args, "--json", `--outputFile=${outputFile}`],
    {
      cwd: dir,
      env,
      stdio: "ignore",
      timeout: TEST_LIMIT_MINUTES * 60_000,
    },
  );
  return JSON.parse(readFileSync(outputFile, "utf8")) as JestOutput | null;
}

/** Why a mutant does not count as caught; null when it was. */
function verdict(dir: string, mutation: Mutation, env: NodeJS.ProcessEnv): string | null {
  const before = runTest(dir, mutation, env);
  if (before === null || before.numPassedTests === 0) return "the named test does not run";
  if (before.numFailedTests > 0 || before.numRuntimeErrorTestSuites > 0) return "the named test is red unbroken";
  const path = join(dir, mutation.file);
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, applyMutation(mutation, whole));
  try {
    const after = runTest(dir, mutation, env);
    if (after === null || after.numFailedTests + after.numPassedTests === 0)
      return "the break stops the test from running";
    return after.numFailedTests > 0 ? null : "SURVIVED";
  } finally {
    writeFileSync(path, whole);
  }
}

async function main(): Promise<number> {
  const wanted = process.argv.slice(2);
  const chosen = MUTATIONS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) throw new Error(`no mutation is called ${wanted.join(" or ")}`);
  const { env } = await preflight();
  const copy = copyProject();
  const count = { passed: 0, failed: 0 };
  try {
    for (const mutation of chosen) {
      const fault = verdict(copy.dir, mutation, { ...process.env, ...env });
      if (fault === null) count.passed += 1;
      else count.failed += 1;
      say(`${(fault ?? "caught").padEnd(10)} ${mutation.name.padEnd(28)} ${mutation.file} — ${mutation.test.name}`);
    }
  } finally {
    copy.remove();
  }
  say(`\n${closingLine(count)}`);
  return count.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  say(closingLine({ passed: 0, failed: 1 }));
  process.exitCode = 1;
}
