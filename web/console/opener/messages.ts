/** What the console and its worker say to each other. */
import type { Summary } from "../../../security/index.ts";

/** A desk's secret key of one epoch. */
export interface OpenerKey {
  readonly deskId: number;
  readonly epoch: number;
  readonly sealing: { readonly secretKey: Uint8Array };
}

export interface SealedSummary {
  /** Under what the answer comes back. */
  readonly key: string;
  readonly itemId: string;
  readonly desk: number;
  readonly epoch: number;
  /** 1392 bytes, base64url. */
  readonly summary: string;
  /** What opens it where its case was moved, or is open for long. */
  readonly rewrap?: { readonly epoch: number; readonly summary: string | null } | undefined;
}

/** First the keys, once; then what has to be opened, as often as there is more; at the end that they are to be forgotten. */
export type ToOpener =
  | { readonly say: "keys"; readonly keys: readonly OpenerKey[] }
  | { readonly say: "open"; readonly sealed: readonly SealedSummary[] }
  | { readonly say: "forget" };

/** `null` for what no key that is held opens. */
export interface OpenedSummary {
  readonly key: string;
  readonly summary: Summary | null;
}

/** The answer to one `open`. */
export interface FromOpener {
  readonly opened: readonly OpenedSummary[];
}
