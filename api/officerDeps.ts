/** What the officers' routes work with: what the process gives, and what the app makes of it. */
import type { Primitives, TriageRuleSet, UnitPublic } from "../security/index.ts";
import type { KeyStore } from "../security/node.ts";
import type { Changes } from "../prisma/changes.ts";
import type { Database } from "../prisma/client.ts";
import type { Log } from "../prisma/process/log.ts";
import type { EventHub } from "./eventHub.ts";
import type { Passkeys } from "./officers/passkeys.ts";
import type { Passwords } from "./officers/passwords.ts";
import type { Rights } from "./officers/rights.ts";
import type { Sessions } from "./officers/sessions.ts";
import type { SignInGuard } from "./officers/signInGuard.ts";
import type { Presence } from "./presence.ts";
import type { Site } from "./site.ts";

export interface OfficerOptions {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly site: Site;
  readonly unit: UnitPublic;
  readonly log: Log;
  readonly keyStore: KeyStore;
  readonly changes: Changes;
  /** 32 bytes each. */
  readonly rowSecret: Uint8Array;
  readonly totpKey: Uint8Array;
  readonly fakeSaltKey: Uint8Array;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly behindTls: boolean;
  /** Where browsers have the console open, `https://officers.example.org`: passkeys are bound to it. */
  readonly origin: string;
  /** Seconds between two ticks that deliver replies: to cases of level 0, and to all others. */
  readonly ticks: { readonly shortS: number; readonly longS: number };
  /** Answers to sign-ins come at multiples of this; 250 ms unless told. */
  readonly signInQuantumMs?: number;
}

export interface OfficerDeps extends OfficerOptions {
  readonly signInQuantumMs: number;
  readonly passwords: Passwords;
  readonly passkeys: Passkeys;
  readonly rights: Rights;
  /** The triage rules in force. */
  readonly rules: () => Promise<TriageRuleSet>;
  readonly sessions: Sessions;
  readonly guard: SignInGuard;
  readonly events: EventHub;
  readonly presence: Presence;
}
