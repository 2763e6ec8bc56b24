/** From words to an accepted envelope: keys verified, sealed once, the identical bytes sent until they are taken. */
import { fromUtf8, type Sealed, type VerifiedStatement } from "../../../security/index.ts";
import type { Sealing } from "../load.ts";
import { currentStatement, DirectoryRefused, type Memory } from "./directory.ts";
import type { Patience, Settled } from "./patience.ts";

export type Stage = "checking" | "sealing" | "sending";

export type Outcome =
  | { readonly state: "accepted" }
  /** The keys were not to be believed; nothing was sealed with them. */
  | { readonly state: "refused"; readonly code: string }
  /** The service refuses these bytes for good. */
  | { readonly state: "fault"; readonly code: string };

export interface Delivery {
  readonly sealing: Sealing;
  readonly patience: Patience;
  readonly memory: Memory;
  readonly seal: (statement: VerifiedStatement) => Promise<Sealed>;
  readonly onStage: (stage: Stage) => void;
}

/** The directory can change between two requests; more often than this it does not. */
const RESEALS_MAX = 4;

export async function deliver({ sealing, patience, memory, seal, onStage }: Delivery): Promise<Outcome> {
  for (let reseals = 0; ; reseals++) {
    try {
      onStage("checking");
      const statement = await currentStatement(sealing, patience, memory);
      onStage("sealing");
      const { body } = await seal(statement);
      onStage("sending");
      const reply = await patience.ask({ path: "/v1/envelopes", body, answer: "application/json" }, isAnswer);
      if (reply.kind === "bytes") return { state: "accepted" };
      // These bytes were never stored: what is sealed next has a new content key and new ids.
      if (reply.code !== "directory_not_accepted" || reseals === RESEALS_MAX)
        return { state: "fault", code: reply.code };
    } catch (error) {
      if (error instanceof DirectoryRefused) return { state: "refused", code: error.code };
      throw error;
    }
  }
}

/** Only the service's own words count as received. */
function isAnswer(reply: Settled): boolean {
  if (reply.kind === "refused") return true;
  try {
    const answer: unknown = JSON.parse(fromUtf8(reply.bytes));
    return typeof answer === "object" && answer !== null && "accepted" in answer && answer.accepted === true;
  } catch {
    return false;
  }
}
