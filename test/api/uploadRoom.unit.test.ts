import { describe, expect, it } from "@jest/globals";
import { UploadRoom } from "../../api/uploadRoom.ts";
import { PART_BYTES } from "../../security/index.ts";

interface Stage {
  readonly room: UploadRoom;
  readonly clock: { now: number };
  readonly stored: { parts: number; asked: number };
}

function roomFor(parts: number): Stage {
  const clock = { now: 5_000_000 };
  const stored = { parts: 0, asked: 0 };
  const countParts = (): Promise<number> => {
    stored.asked++;
    return stored.parts < 0 ? Promise.reject(new Error("gone")) : Promise.resolve(stored.parts);
  };
  return { room: new UploadRoom({ maxBytes: parts * PART_BYTES, now: () => clock.now, countParts }), clock, stored };
}
const FULL = { code: "uploads_full", retryAfter: 300 };

describe("UploadRoom", () => {
  it.each([
    [5, true, true],
    [6, true, false],
    [7, true, false],
    [8, false, false],
  ])("of 8 parts, with %i in it, takes what is begun: %s, and a beginning: %s", async (parts, begun, beginning) => {
    const { room, stored } = roomFor(8);
    stored.parts = parts;
    const outcome = (index?: number): Promise<boolean> =>
      room.check(index).then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject(FULL);
          return false;
        },
      );
    expect([await outcome(1), await outcome(), await outcome(0)]).toEqual([begun, begun, beginning]);
  });

  it("counts what it stores itself between two looks, and looks at most once in two seconds", async () => {
    const { room, clock, stored } = roomFor(2);
    await room.check(1);
    room.add();
    await room.check(1);
    room.add();
    await expect(room.check(1)).rejects.toMatchObject(FULL);
    expect(stored.asked).toBe(1);
    clock.now += 2_000; // they have been tied to their items in the meantime
    await expect(room.check(1)).resolves.toBeUndefined();
    expect(stored.asked).toBe(2);
  });

  it("looks again after a look that failed, and after the clock was set back", async () => {
    const { room, clock, stored } = roomFor(2);
    stored.parts = -1;
    await expect(room.check(1)).rejects.toThrow("gone");
    stored.parts = 0;
    await expect(room.check(1)).resolves.toBeUndefined();
    clock.now -= 1;
    await room.check(1);
    expect(stored.asked).toBe(3);
  });
});
