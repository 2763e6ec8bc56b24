/** How the embedded server runs: on a Unix socket only, and silent about what it does. */
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Settings = Readonly<Record<string, string>>;

/**
 * A server log with times and statements would undo what the tables leave out. These keep it to starts, stops and
 * failures of the server itself: no statements, no values, no checkpoints (their counts tell when something came in).
 * Whoever runs a server of their own should set the same; see INVENTORY.md.
 */
export const QUIET_SETTINGS: Settings = {
  log_checkpoints: "off",
  log_autovacuum_min_duration: "-1",
  log_connections: "",
  log_disconnections: "off",
  log_duration: "off",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_error_statement: "panic",
  log_min_messages: "fatal",
  log_error_verbosity: "terse",
  log_lock_waits: "off",
  log_parameter_max_length_on_error: "0",
  log_line_prefix: "",
  track_commit_timestamp: "off",
};

const SERVER_SETTINGS: Settings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "100",
  shared_buffers: "64MB",
  // nothing replicates from this server, and a short WAL keeps less of the past
  wal_level: "minimal",
  max_wal_senders: "0",
  timezone: "UTC",
  log_timezone: "UTC",
};

const FILE = "abri.conf";

/** Written at each start, so that a data directory that was moved finds its socket again. */
export function writeSettings(cluster: string, socketDir: string, more: Settings): void {
  // the value is itself a list of names, each of which may be quoted
  const directories = `"${socketDir.replaceAll('"', '""')}"`;
  const all = { ...SERVER_SETTINGS, ...QUIET_SETTINGS, ...more, unix_socket_directories: directories };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  const file = path.join(cluster, FILE);
  writeFileSync(file, lines.join(""));
  // whoever runs the server has to read it, whatever our umask; the directory keeps all others out
  chmodSync(file, 0o644);
}

/** The line of postgresql.conf that reads our file; it comes last, so ours count. */
export const INCLUDE_LINE = `\ninclude '${FILE}'\n`;
