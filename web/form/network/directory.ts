/** The unit's keys, fetched and verified before anything is sealed. */
import { dayOf, type SeenStatement, type VerifiedStatement } from "../../../security/index.ts";
import type { Sealing } from "../load.ts";
import type { Patience } from "./patience.ts";

/** Why the page stops before sealing: a code of `SecurityError`, or of the service. */
export class DirectoryRefused extends Error {
  readonly code: string;

  constructor(code: string, options?: { cause?: unknown }) {
    super("the key directory is refused", options);
    this.name = "DirectoryRefused";
    this.code = code;
  }
}

/** The reason in the reporter's words, by the code of the refusal. */
export function reasonOf(code: string): "date" | "signature" | "old" | "broken" {
  if (/_(expired|not_valid_yet)$/.test(code)) return "date";
  if (["statement_rolled_back", "statement_fork", "certificate_revoked"].includes(code)) return "old";
  return ["bad_signature", "wrong_unit"].includes(code) ? "signature" : "broken";
}

/** What is remembered while a visit lasts. */
export interface Memory {
  /** May not be gone back from. */
  newest?: SeenStatement;
  /** By how many days the device's clock is behind, as the person says; see `screens/refused.ts`. */
  daysBehind?: number;
}

/** @throws DirectoryRefused */
export async function currentStatement(
  sealing: Sealing,
  patience: Patience,
  memory: Memory,
): Promise<VerifiedStatement> {
  const reply = await patience.ask({ path: "/v1/directory", answer: "application/octet-stream" });
  if (reply.kind === "refused") throw new DirectoryRefused(reply.code);
  const today = dayOf(Date.now()) + (memory.daysBehind ?? 0);
  try {
    const statement = await sealing.checkDirectory(reply.bytes, today, memory.newest);
    memory.newest = { version: statement.version, hash: statement.hash };
    return statement;
  } catch (cause) {
    // The sealing script is a bundle of its own: its error class is not the one known here.
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") throw new DirectoryRefused(code, { cause });
    throw cause;
  }
}
