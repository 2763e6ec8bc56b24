/** The other half of a job: what is done. */
import type { z } from "zod";
import type { WorkerDeps } from "../deps.ts";

/** Safe to run again after any crash: every effect is one transaction that finds out whether it is still wanted. */
export type JobHandler<Schema extends z.ZodType> = (deps: WorkerDeps, data: z.output<Schema>) => Promise<void>;
