import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { Gate } from "../../api/gate.ts";

describe("Gate", () => {
  it("never runs more at once than it may, and everything that waits in the end", async () => {
    const gate = new Gate({ atOnce: 2, waiting: 10, retryAfter: 1 });
    let most = 0;
    const done = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        gate.run(async () => {
          most = Math.max(most, gate.running);
          await pause(5);
          return i;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(done).toHaveLength(12);
    expect(gate.running).toBe(0);
  });

  it("turns away those for whom there is no room, and lets them in later", async () => {
    const gate = new Gate({ atOnce: 1, waiting: 1, retryAfter: 7 });
    const first = gate.run(() => pause(20));
    const second = gate.run(() => pause(1));
    await expect(gate.run(() => pause(1))).rejects.toMatchObject({ code: "busy", retryAfter: 7 });
    await Promise.all([first, second]);
    await expect(gate.run(() => Promise.resolve(1))).resolves.toBe(1);
  });

  it("frees the place of a task that fails", async () => {
    const gate = new Gate({ atOnce: 1, waiting: 0, retryAfter: 1 });
    await expect(gate.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(gate.running).toBe(0);
  });

  it("lets the urgent lane in first, also when the common lane is full", async () => {
    const gate = new Gate({ atOnce: 1, waiting: 2, retryAfter: 1 });
    const order: string[] = [];
    const enter = (name: string, lane?: "urgent") =>
      gate.run(async () => {
        await pause(1);
        order.push(name);
      }, lane);
    const running = enter("running");
    const common = [enter("common"), enter("common")];
    await expect(enter("common")).rejects.toMatchObject({ code: "busy" });
    await Promise.all([running, ...common, enter("urgent", "urgent")]);
    expect(order).toEqual(["running", "urgent", "common", "common"]);
  });
});
