/** What refuses a start: each with the code that scripts and the README name. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readDemonstrationOfficer } from "../../../api/start/demonstrationOfficer.ts";
import { startProcess } from "../../../api/start/processes.ts";
import { runningDemonstration } from "../../../api/start/running.ts";
import { buildWebBundles } from "../../../api/start/webBundles.ts";
import { runProgram } from "../../tools/childProcess.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "abri-refused-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A file of this text, in a place of its own. */
function fileWith(text: string, ...at: string[]): string {
  const file = path.join(dir, ...at);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe("a start is refused", () => {
  it("where the data directory cannot be made", async () => {
    const file = fileWith("a file", "no-directory");
    const { code, said } = await runProgram({
      name: "start",
      args: ["--import", "tsx", "api/start/main.ts"],
      env: { DATA_DIR: path.join(file, "data") },
    });
    expect([code, said]).toEqual([1, expect.stringContaining("data_dir_unusable")]);
  });

  it("where the demonstration's officer cannot be read, and not where there is none yet", () => {
    expect(readDemonstrationOfficer(path.join(dir, "fresh"))).toBeNull();
    for (const [i, text] of ["{", '{"officerId":"me"}'].entries()) {
      fileWith(text, `damaged-${i}`, "demonstration", "officer.json");
      const reading = () => readDemonstrationOfficer(path.join(dir, `damaged-${i}`));
      expect(reading).toThrow(expect.objectContaining({ code: "unit_files_damaged" }));
    }
  });

  it("where the web bundles cannot be built, with what the build said", async () => {
    const unit = fileWith("{}", "unit.public.json");
    const building = buildWebBundles(unit, path.join(dir, "web"), { quick: true });
    await expect(building).rejects.toMatchObject({ code: "web_build_failed", message: expect.stringMatching(/:\n./) });
  });

  it("where a process ends before it serves", async () => {
    const spec = { name: "short", command: [fileWith("process.exit(0);", "short.ts")], env: {} };
    const starting = startProcess(
      spec,
      () => undefined,
      () => undefined,
    );
    await expect(starting).rejects.toMatchObject({ code: "process_keeps_failing" });
  });
});

describe("a command for a running demonstration", () => {
  it("is refused where none runs, whether its directory is there or not", async () => {
    for (const dataDir of [dir, path.join(dir, "nowhere")]) {
      const asking = runningDemonstration({ dataDir, databaseUrl: undefined });
      await expect(asking).rejects.toMatchObject({ code: "demonstration_not_running" });
    }
  });
});
