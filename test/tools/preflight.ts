/**
 * What the tests need besides `npm ci`: a browser, a Redis, exiftool. Found, unpacked or installed before the first test; a
 * machine where that is impossible fails here with the name of the tool, because a suite that quietly stays out is
 * worse than a red one.
 */
import { delimiter, dirname } from "node:path";
import { findChromium, type Chromium } from "./browser.ts";
import { findExiftool } from "./exiftool.ts";
import { findRedisServer } from "./redisBinary.ts";

const NODE_OLDEST = [20, 19] as const;

/** As an environment variable names it: its libraries come with the packaged one. */
const named = ({ from, path }: Chromium): string => (from === "package" ? "package" : path);

/** @returns the variables that the suites' processes get, and one line per tool for people. */
export async function preflight(): Promise<{ env: Record<string, string>; found: string[] }> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < NODE_OLDEST[0] || (major === NODE_OLDEST[0] && minor < NODE_OLDEST[1])) {
    throw new Error(`Node ${NODE_OLDEST.join(".")} or later is needed, this is ${process.versions.node}`);
  }
  const chromium = await findChromium();
  const ofProfiles = await findChromium("profile");
  const redis = await findRedisServer();
  const exiftool = await findExiftool();
  return {
    env: {
      ABRI_CHROMIUM: named(chromium),
      ABRI_CHROMIUM_PROFILE: named(ofProfiles),
      ABRI_EXIFTOOL: exiftool,
      ABRI_REDIS_SERVER: redis,
      PATH: `${dirname(redis)}${delimiter}${process.env["PATH"] ?? ""}`,
    },
    found: [
      `Node ${process.versions.node}`,
      `Chromium (${chromium.from}) ${chromium.path}`,
      `Chromium for profiles (${ofProfiles.from}) ${ofProfiles.path}`,
      `Redis ${redis}`,
      `exiftool ${exiftool}`,
    ],
  };
}
