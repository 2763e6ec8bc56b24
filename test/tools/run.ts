/**
 * `npm test`: every suite, modest in size. First, one kind after the other, those that measure; then in lanes beside each
 * other those that mostly wait, for a page, a service or a disk. `npm run test:long` (`--long`): the same suites in their
 * deep versions, one after the other, and again on later releases of Node. Kinds may be named: `npm test -- unit vector`.
 * `--list` says what the deep versions add, and runs nothing.
 *
 * The last line is always `N passed, N failed`, and the exit code says the same. A skipped test, a file that does not
 * run and a kind without a test count as failed: nothing stays out quietly.
 */
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectDir } from "./cache.ts";
import { nodeRelease } from "./nodeRelease.ts";
import { preflight } from "./preflight.ts";
import { closingLine, countRun } from "./results.ts";
import type { Count, JestOutput } from "./results.ts";

interface Suite {
  kind: string;
  /** Files at once. One where a test starts the whole service. */
  workers: number;
  /** The modest version runs the kinds of a lane one after the other; the first lane alone, then the others at once. */
  lane: "first" | (typeof LANES)[number];
  /** What the deep version adds. */
  deep: string;
}

/** Two processors are busy with these, and no lane is much longer than another. */
const LANES = ["browser", "story", "service"] as const;

const SUITES: readonly Suite[] = [
  {
    kind: "unit",
    workers: 2,
    lane: "first",
    deep: "a million random inputs for every parser, not a thousand, 100,000 where keys are used; on Node 22 and 24 too",
  },
  {
    kind: "vector",
    workers: 2,
    lane: "first",
    deep: "the two engines compared 500 times, not 10; on Node 22 and 24 too",
  },
  {
    kind: "db",
    workers: 2,
    lane: "first",
    deep: "mailbox answers timed, 2,000 of each kind, not 200; hundreds of writers at once, not dozens; on Node 22 and 24 too",
  },
  { kind: "redis", workers: 2, lane: "service", deep: "1,000 envelopes and six workers at once, not 24 and two" },
  {
    kind: "dom",
    workers: 2,
    lane: "browser",
    deep: "every screen in all fifteen languages, not in three, and at 320, 360, 768 and 1280 pixels, not at 360 alone",
  },
  {
    kind: "chaos",
    workers: 1,
    lane: "service",
    deep: "workers die everywhere, and 60 times at random, not 4",
  },
  { kind: "e2e", workers: 1, lane: "story", deep: "something dies in every place of a story, not in one" },
];

/** Releases on which the deep version repeats what does not need a browser. */
const OTHER_NODES = [22, 24];
const OTHER_NODE_KINDS = ["unit", "vector", "db"];

/** A kind that has not ended by then hangs: it is ended and counted as failed. All of them together: for CI's sake. */
const KIND_LIMIT_MINUTES = { modest: 30, long: 300 };
const TOTAL_LIMIT_MINUTES = { modest: 75, long: 1200 };

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Ends a run's whole process group: jest, its workers and the servers they started. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody left in the group.
  }
}

/** The process groups that run now. */
const running = new Set<number>();

function stopAll(): void {
  for (const pid of running) endGroup(pid);
  process.exit(130);
}

async function runJest(suite: Suite, node: string, env: NodeJS.ProcessEnv, limitMinutes: number): Promise<Count> {
  const dir = mkdtempSync(join(tmpdir(), "abri-run-"));
  chmodSync(dir, 0o711); // a Postgres started by root runs as somebody else, and keeps its socket in here
  const outputFile = join(dir, "result.json");
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const jest = join(projectDir, "node_modules", "jest", "bin", "jest.js");
  const args = ["--ci", "--selectProjects", suite.kind, `--maxWorkers=${suite.workers}`, "--passWithNoTests"];
  const child = spawn(node, [...flags, jest, ...args, "--json", `--outputFile=${outputFile}`], {
    cwd: projectDir,
    env: { ...env, TMPDIR: dir },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  if (child.pid !== undefined) running.add(child.pid);
  const limit = setTimeout(() => endGroup(child.pid), limitMinutes * 60_000);
  const exitCode = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
  });
  clearTimeout(limit);
  endGroup(child.pid);
  if (child.pid !== undefined) running.delete(child.pid);
  const count = countRun(readOutput(outputFile), exitCode);
  rmSync(dir, { recursive: true, force: true });
  return count;
}

function readOutput(file: string): JestOutput | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as JestOutput;
  } catch {
    return null;
  }
}

/** What the deep version of each kind adds. */
function deeper(): string {
  const lines = SUITES.map(({ kind, deep }) => `  ${kind.padEnd(8)} ${deep}`);
  return ["`npm run test:long` runs the same suites deeper:", ...lines].join("\n");
}

async function main(): Promise<number> {
  const options = { long: { type: "boolean" }, list: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const long = values.long === true;
  if (values.list === true) {
    say(deeper());
    return 0;
  }
  const unknown = positionals.find((kind) => !SUITES.some((suite) => suite.kind === kind));
  if (unknown !== undefined) throw new Error(`no kind of test is called ${unknown}`);
  const chosen = SUITES.filter((suite) => positionals.length === 0 || positionals.includes(suite.kind));

  process.once("SIGINT", stopAll).once("SIGTERM", stopAll);
  const { env, found } = await preflight();
  say(found.join("\n"));
  const total = { passed: 0, failed: 0 };
  const table: string[] = [];
  const add = (name: string, count: Count, since: number): void => {
    total.passed += count.passed;
    total.failed += count.failed;
    const seconds = Math.round((Date.now() - since) / 1000);
    table.push(`${name.padEnd(16)} ${closingLine(count)} in ${seconds} s ${count.remarks.join(", ")}`.trimEnd());
  };

  const depth = long ? "long" : "modest";
  const deadline = Date.now() + TOTAL_LIMIT_MINUTES[depth] * 60_000;
  const limit = (): number => Math.min(KIND_LIMIT_MINUTES[depth], Math.max(0, (deadline - Date.now()) / 60_000));
  const suiteEnv = { ...process.env, ...env, ABRI_TEST_DEPTH: depth };
  const runLane = async (suites: readonly Suite[]): Promise<void> => {
    for (const suite of suites) {
      const since = Date.now();
      say(`\n— ${suite.kind}`);
      add(suite.kind, await runJest(suite, process.execPath, suiteEnv, limit()), since);
    }
  };
  // The deep versions measure, and want the machine to themselves.
  if (long) await runLane(chosen);
  else {
    const laneOf = (lane: Suite["lane"]): Suite[] => chosen.filter((suite) => suite.lane === lane);
    await runLane(laneOf("first"));
    await Promise.all(LANES.map((lane) => runLane(laneOf(lane))));
  }
  for (const major of long ? OTHER_NODES : []) {
    const node = await nodeRelease(major).catch((error: unknown) => String(error));
    if (!existsSync(node)) {
      add(`Node ${major}`, { passed: 0, failed: 1, remarks: [node] }, Date.now());
      continue;
    }
    for (const suite of chosen.filter(({ kind }) => OTHER_NODE_KINDS.includes(kind))) {
      const since = Date.now();
      say(`\n— ${suite.kind} on Node ${major}`);
      add(`${suite.kind} (Node ${major})`, await runJest(suite, node, suiteEnv, limit()), since);
    }
  }

  say(`\n${table.join("\n")}`);
  say(
    long
      ? "\nThis was the deep version of every suite; `npm test` runs the same suites at modest size."
      : `\n${deeper()}`,
  );
  say(`\n${closingLine(total)}`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  say(closingLine({ passed: 0, failed: 1 }));
  process.exitCode = 1;
}
