/** All that is known of a unit by whoever holds its keys: what the ceremony makes, changes and keeps. */
import type { DirectoryLink } from "./directory.ts";
import type { Grant } from "./grants.ts";
import type { UnitPublic } from "./unitPublic.ts";

export interface DeskKeys {
  readonly id: number;
  /** 32 bytes, for as long as the desk exists. */
  readonly matchingKey: Uint8Array;
  /** Every epoch since the first, oldest first; seeds of 32 bytes. */
  readonly epochs: readonly { readonly epoch: number; readonly lastDay: number; readonly seed: Uint8Array }[];
}

/** Everything about a unit, its secrets included. */
export interface UnitState {
  readonly offline: {
    /** The root's Ed25519 seed, or `null` while it lies in its safe: it is needed for a new certificate only. */
    readonly root: Uint8Array | null;
    /** The lead's Ed25519 seed and the newest certificate's wire bytes. */
    readonly lead: { readonly seed: Uint8Array; readonly certificate: Uint8Array };
    /** The wire bytes of every certificate that the root gave to another lead, oldest first. */
    readonly certificates: readonly Uint8Array[];
    readonly desks: readonly DeskKeys[];
  };
  /** The triage worker's X-Wing secret key, 32 bytes. */
  readonly triageSecret: Uint8Array;
  readonly publicJson: UnitPublic;
  /** Every version since the first. */
  readonly directory: readonly DirectoryLink[];
}

/** What a change to a unit gives: the state after it, the version to publish, the grants to hand out with it. */
export interface UnitChange {
  readonly state: UnitState;
  readonly link: DirectoryLink;
  readonly grants: readonly Grant[];
}
