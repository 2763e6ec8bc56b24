/** What can refuse a start. Codes are stable: scripts and the README name them. */
export type StartErrorCode =
  | "data_dir_in_use"
  | "data_dir_unusable"
  | "demonstration_not_running"
  | "port_in_use"
  | "process_keeps_failing"
  | "web_build_failed"
  | "unit_files_damaged";

export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "StartError";
    this.code = code;
  }
}
