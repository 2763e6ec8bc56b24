/**
 * The worker that opens the queue's summaries beside the page. It is given the desks' keys when it starts, keeps them in memory,
 * may reach no host by its policy, and ends when it is told to forget them.
 */
import { wipe } from "../../../security/index.ts";
import { loadWorker } from "../../../security/primitives/loadWorker.ts";
import { openSummaries } from "../domain/itemSummary.ts";
import type { FromOpener, OpenerKey, ToOpener } from "./messages.ts";

/** As much of a worker's own scope as this one uses. */
interface WorkerScope {
  addEventListener: (type: "message", hear: (event: MessageEvent<ToOpener>) => void) => void;
  /** Unlike a window's it has no target: there is one other side. The second argument is what to hand over. */
  postMessage: (message: FromOpener, handOver: Transferable[]) => void;
  close: () => void;
}
const scope = globalThis as unknown as WorkerScope;

let keys: readonly OpenerKey[] = [];
const engine = loadWorker();

async function open(message: Extract<ToOpener, { say: "open" }>): Promise<void> {
  scope.postMessage({ opened: await openSummaries(await engine, message.sealed, { desks: keys }) }, []);
}

scope.addEventListener("message", ({ data }) => {
  if (data.say === "keys") keys = data.keys;
  else if (data.say === "open") void open(data);
  else {
    wipe(...keys.map(({ sealing }) => sealing.secretKey));
    scope.close();
  }
});
