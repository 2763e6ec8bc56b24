import { describe, expect, it } from "@jest/globals";
import { Redis } from "ioredis";
import { startRedisServer } from "../tools/redisServer.ts";
import type { RedisServer } from "../tools/redisServer.ts";
import { tickShort } from "../../workers/jobs/tick-short.ts";
import { ticksOf } from "../../workers/ticks.ts";
import { tellStory } from "./story.ts";
import { openWorld, until } from "./tools/world.ts";

/** The queues have the same names in every story. */
async function empty({ url }: RedisServer): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}

tellStory("Redis", async () => {
  const server = await startRedisServer();
  return { ...server, empty: () => empty(server) };
});

describe("a Redis that dies", () => {
  it("loses no envelope: the worker goes on when it is back, also with nothing left in it", async () => {
    const server = await startRedisServer();
    const world = await openWorld(server.url);
    try {
      await world.start({}, ticksOf(400, 800));
      await world.intake(await world.make.report());
      await until("an item", async () => (await world.counts()).items === 1);

      await server.kill();
      await world.intake(await world.make.report());
      await until("an alarm", () => world.alarms.includes("queue_unavailable"));
      await server.restart();
      await until("the second item", async () => (await world.counts()).items === 2);

      await world.intake(await world.make.report());
      await empty(server);
      await until("the third item", async () => (await world.counts()).items === 3);
      expect(await world.queues.scheduled(tickShort)).not.toBeNull();
    } finally {
      await world.close();
      await server.stop();
    }
  });
});
