/**
 * What becomes of an error in a job. BullMQ stores the message of an error with its job, and messages of database errors
 * quote values; so nothing but a code goes on, to the queue and to the log.
 */
import { UnrecoverableError } from "bullmq";
import { codeOf } from "../prisma/process/log.ts";

/** A fault that no later attempt can mend. */
export class PermanentFault extends UnrecoverableError {
  readonly code: "job_unknown" | "job_data_malformed";

  constructor(code: PermanentFault["code"]) {
    super(code);
    this.code = code;
  }
}

/** The same fault with nothing but its code in it; a permanent one stays permanent. */
export function bareFault(error: unknown): Error {
  if (error instanceof PermanentFault) return new PermanentFault(error.code);
  const bare = new Error(codeOf(error));
  bare.stack = `${bare.name}: ${bare.message}`;
  return bare;
}
