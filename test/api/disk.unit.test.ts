import { describe, expect, it } from "@jest/globals";
import { diskFloor } from "../../api/disk.ts";

describe("diskFloor()", () => {
  it("refuses below the floor, and asks the system once in five seconds", async () => {
    const state = { free: 100, asked: 0, now: 0 };
    const check = diskFloor({
      path: "/",
      minFreeBytes: 50,
      now: () => state.now,
      freeBytes: () => {
        state.asked += 1;
        return Promise.resolve(state.free);
      },
    });
    await expect(check()).resolves.toBeUndefined();
    state.free = 49;
    await expect(check()).resolves.toBeUndefined();
    state.now = 5000;
    await expect(check()).rejects.toMatchObject({ code: "disk_low", retryAfter: 300 });
    state.free = 50;
    state.now = 10_000;
    await expect(check()).resolves.toBeUndefined();
    expect(state.asked).toBe(3);
  });

  it("measures the real disk", async () => {
    await expect(diskFloor({ path: "/", minFreeBytes: 1, now: Date.now })()).resolves.toBeUndefined();
    await expect(diskFloor({ path: "/", minFreeBytes: 2 ** 60, now: Date.now })()).rejects.toMatchObject({
      code: "disk_low",
    });
  });
});
