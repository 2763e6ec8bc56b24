/** What an item of a case is found to be once it was opened: believed as something, or refused with the reason. */
import type {
  EnvelopeType,
  FirstReport,
  LaterMessage,
  Rekey,
  Slip,
  Summary,
  ThreadItem,
  Withdrawal,
} from "../../../security/index.ts";
import type { ItemFiles } from "./files.ts";
import type { SlipDifference } from "./slipDifferences.ts";

/** Why an item is not part of the case, though it lies in it. */
export type Refusal =
  | "destroyed" // the keys of its epoch are gone for good
  | "not_over" // the host says so of an epoch that is not over
  | "other_desk" // no key held opens the wrap
  | "damaged" // the wrap opens, what it carries does not
  | "malformed" // not an envelope
  | "unsigned" // its signature does not hold under the thread key of the code that it names
  | "repeated" // an envelope id that came before
  | "known_mailbox"; // a first report, or a new code, for a mailbox that another one has or had

export interface ItemHead {
  readonly id: string;
  /** ISO day. */
  readonly releasedDay: string;
  /** What triage sealed beside the item; `null` when it does not open. */
  readonly summary: Summary | null;
  /** 16 bytes; `null` for what did not open. */
  readonly envelopeId: Uint8Array | null;
}

interface Believed<State extends string, Content> {
  readonly state: State;
  readonly slip: Slip;
  readonly content: Content;
  readonly differences: readonly SlipDifference[];
  readonly files: ItemFiles | null;
}

export type JudgedItem = ItemHead &
  (
    | Believed<"report", FirstReport>
    | Believed<"message", LaterMessage>
    | Believed<"withdrawal", Withdrawal>
    /** Signed as it must be; whether a signed entry takes it up as well. */
    | (Believed<"rekey", Rekey> & { readonly takenUp: boolean })
    /** Signed by a code that was given up before it came: shown as that, and not followed. */
    | Believed<"old_code", ThreadItem>
    /** No first report to hold it against is known: shown as that, for it may be urgent, and believed of nobody. */
    | Believed<"unmatched", ThreadItem>
    /** `type`: what it claims to be, where it opened. */
    | { readonly state: "refused"; readonly reason: Refusal; readonly type?: EnvelopeType }
  );
