/** How a request that came from a console is read, and held against the fingerprint that was read aloud. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { CliError } from "./command.ts";
import { say } from "./output.ts";

/** The text of `--request`: itself, `@FILE`, or `-` for standard input. @throws CliError `usage` */
export async function readRequest(source: string): Promise<string> {
  if (source === "-") return text(process.stdin);
  if (!source.startsWith("@")) return source;
  try {
    return await readFile(source.slice(1), "utf8");
  } catch {
    throw new CliError("usage", `${source.slice(1)} cannot be read`);
  }
}

/**
 * Refuses unless somebody has compared the fingerprint; white space, dashes and case do not matter.
 * @param said what the officer read out, if it was given @param asks what the request asks for, in a sentence
 * @throws CliError `fingerprint_needed`, `fingerprint_mismatch`
 */
export function checkFingerprint(said: string | undefined, fingerprint: string, asks: string): void {
  if (said === undefined) {
    say(asks);
    say(`  Fingerprint: ${fingerprint}`);
    throw new CliError(
      "fingerprint_needed",
      "nothing was changed: the fingerprint has not been compared",
      "call the officer, compare all eight groups, and run this again with --fingerprint",
    );
  }
  if (digits(said) !== digits(fingerprint)) {
    throw new CliError(
      "fingerprint_mismatch",
      "nothing was changed: the fingerprint is not the request's",
      "someone may have put another request in its place: ask the officer for theirs again, another way",
    );
  }
}

const digits = (fingerprint: string): string => fingerprint.replace(/[\s-]/g, "").toLowerCase();
