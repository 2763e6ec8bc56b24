/** What a worker needs for sending notices; null in its world when no mail server is set. */
import type { Mailer } from "./mailer.ts";

export interface Notices {
  readonly mailer: Mailer;
  /** When the daily digest goes out: milliseconds after the day's beginning, UTC. */
  readonly digestAtMs: number;
}
