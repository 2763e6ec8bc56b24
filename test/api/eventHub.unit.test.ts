import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { PassThrough } from "node:stream";
import { EventHub, type EventHubOptions } from "../../api/eventHub.ts";

const allowed = () => Promise.resolve(true);
const said = (stream: PassThrough): string => String(stream.read() ?? "");
/** The test's own time: a busy machine's would put two events where there is one. */
const pause = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe("EventHub", () => {
  let hub: EventHub;
  let told: () => void;
  const change = (): void => told();
  let subscribed = 0;
  const make = (options: Partial<EventHubOptions> = {}): EventHub => {
    hub = new EventHub({
      subscribe: (listener) => {
        told = listener;
        subscribed += 1;
        return () => void (subscribed -= 1);
      },
      intervalMs: 40,
      heartbeatMs: 30,
      ...options,
    });
    return hub;
  };
  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    await pause(1000); // a process that has run for longer than its longest interval
  });
  afterEach(() => {
    hub.close();
    jest.useRealTimers();
  });

  it("tells each listener once per interval, however often something changes", async () => {
    const streams = [make({ heartbeatMs: 10_000 }).open("a", allowed), hub.open("b", allowed)];
    for (let i = 0; i < 20; i++) change();
    await pause(20);
    for (const stream of streams) expect(said(stream)).toBe(": still here\n\nevent: changed\ndata: \n\n");
    for (let i = 0; i < 20; i++) change();
    await pause(60);
    for (const stream of streams) expect(said(stream)).toBe("event: changed\ndata: \n\n");
  });

  it("ends the stream of a session that has ended, and keeps the others", async () => {
    let open = true;
    const going = make().open("a", () => Promise.resolve(open));
    const failing = hub.open("b", () => Promise.reject(new Error("no database")));
    const staying = hub.open("c", allowed);
    for (const stream of [going, failing, staying]) stream.resume();
    open = false;
    await pause(60);
    expect([going.writableEnded, failing.writableEnded, staying.writableEnded]).toEqual([true, true, false]);
    expect(hub.size).toBe(1);
  });

  it("bounds streams over all and per officer", () => {
    make({ capacity: 3, perOfficer: 2 });
    hub.open("a", allowed);
    const second = hub.open("a", allowed);
    expect(() => hub.open("a", allowed)).toThrow(expect.objectContaining({ code: "busy" }));
    hub.open("b", allowed);
    expect(() => hub.open("c", allowed)).toThrow(expect.objectContaining({ code: "busy" }));
    second.destroy();
    return pause(5).then(() => expect(() => hub.open("c", allowed)).not.toThrow());
  });

  it("writes no more to a console that does not read", async () => {
    const stream = make({ intervalMs: 0, heartbeatMs: 10_000 }).open("a", allowed);
    for (let i = 0; i < 2000; i++) {
      change();
      if (i % 100 === 0) await pause(2);
    }
    await pause(20);
    expect(stream.readableLength + stream.writableLength).toBeLessThan(64 * 1024);
  });

  it("ends every stream and stops listening when it is closed", () => {
    const stream = make().open("a", allowed);
    expect(subscribed).toBe(1);
    hub.close();
    expect(stream.writableEnded).toBe(true);
    expect(subscribed).toBe(0);
  });
});
