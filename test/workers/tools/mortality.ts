/** When a mortal worker dies, and how to start one. */
import { toHex } from "../../../security/index.ts";
import type { QueueTiming } from "../../../workers/queue/queues.ts";
import { bundled } from "../../tools/bundle.ts";
import type { ProgramSpec } from "../../tools/childProcess.ts";
import { TEST_TIMING } from "./world.ts";
import type { World } from "./world.ts";

export const MOMENTS = [
  "job taken",
  "before enqueueing",
  "half enqueued",
  "after enqueueing",
  "before commit",
  "after commit",
  "job done",
] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Death {
  readonly job: string;
  readonly moment: Moment;
  /** The moment's first time, second time … */
  readonly nth: number;
}

/** What the process gets, as JSON in MORTAL_WORKER. */
export interface MortalSettings {
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly unit: unknown;
  /** Hexadecimal. */
  readonly triageSecret: string;
  readonly tickMs: number;
  readonly timing: QueueTiming;
  readonly die: Death | null;
}

/** @param die null: lives until it is killed from outside */
export async function mortalWorker(world: World, die: Death | null): Promise<ProgramSpec> {
  const settings: MortalSettings = {
    databaseUrl: world.workerUrl,
    queueUrl: world.queueUrl,
    unit: world.unit.unit,
    triageSecret: toHex(world.unit.triageSecret),
    tickMs: 300,
    timing: TEST_TIMING,
    die,
  };
  return {
    name: "mortal worker",
    args: [await bundled("test/workers/tools/mortalWorker.ts")],
    env: { MORTAL_WORKER: JSON.stringify(settings) },
  };
}
