/**
 * Builds the web bundles for a unit. The build is a program of its own: the server's code never imports the pages'.
 */
import { spawn } from "node:child_process";
import { StartError } from "./errors.ts";

/** @throws StartError `web_build_failed` with what the build said */
export async function buildWebBundles(unitPublicFile: string, outDir: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "web/build.ts", "--unit", unitPublicFile, "--out", outDir],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new StartError("web_build_failed", `the web bundles were not built:\n${said}`);
}
