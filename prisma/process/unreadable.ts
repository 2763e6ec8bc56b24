/** Why a file cannot be read, in words for whoever starts a process: the rest of a sentence that names the file. */
import { codeOf } from "./log.ts";

/** @param cause what `readFile` threw */
export function whyUnreadable(cause: unknown): string {
  const code = codeOf(cause);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "does not exist";
    case "EACCES":
    case "EPERM":
      return `may not be read by user ${process.getuid?.() ?? "of this process"}: change its owner or its rights`;
    case "EISDIR":
      return "is a directory: a container engine makes one where a file to mount was not there";
    default:
      return `cannot be read (${code})`;
  }
}
