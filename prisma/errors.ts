/** Failures of this folder. Callers compare `code`, never texts. */
export type DataErrorCode =
  | "embedded_postgres_unavailable" // this platform has no Postgres binaries, or may not run them
  | "embedded_postgres_failed" // the binaries are there, the server does not start
  | "migration_failed"
  | "config_invalid"
  | "file_exists" // what is to be written anew is there already
  | "database_unreachable" // nothing answered in time
  | "database_unusable" // it answers, but not to this role, or it has not been migrated
  | "demonstration_unit_in_production"
  | "cursor_invalid";

export class DataError extends Error {
  readonly code: DataErrorCode;

  constructor(code: DataErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "DataError";
    this.code = code;
  }
}

/** Whether `error` is Prisma's or Postgres's report of a value that has to be unique and is there already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  if (code === "P2002" || code === "23505") return true;
  // a raw statement: Prisma's P2010 around the driver's own code
  if (code !== "P2010") return false;
  return /\b23505\b/.test(error instanceof Error ? error.message : "");
}

/** Whether `error` says that a row which another row has to point at is not there. */
export function isMissingReference(error: unknown): boolean {
  return codeOf(error) === "P2003" || codeOf(error) === "23503";
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
