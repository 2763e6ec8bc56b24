/**
 * Builds the web bundles for a unit. The build is a program of its own: the server's code never imports the pages'.
 */
import { spawn } from "node:child_process";
import { StartError } from "./errors.ts";

/**
 * @param quick compressed less, in a third of the time: for pages that nobody fetches from afar
 * @throws StartError `web_build_failed` with what the build said
 */
export async function buildWebBundles(
  unitPublicFile: string,
  outDir: string,
  { quick = false }: { readonly quick?: boolean } = {},
): Promise<void> {
  const args = ["web/build.ts", "--unit", unitPublicFile, "--out", outDir, ...(quick ? ["--quick"] : [])];
  const child = spawn(process.execPath, ["--import", "tsx", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new StartError("web_build_failed", `the web bundles were not built:\n${said}`);
}
