import { afterAll, beforeAll, describe } from "@jest/globals";
import { startRedisServer } from "../tools/redisServer.ts";
import { changesCases } from "./changesCases.ts";
import type { RedisServer } from "../tools/redisServer.ts";

let server: RedisServer;

beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

describe("changes on Redis", () => {
  changesCases(
    () => server.url,
    async () => {
      await server.kill();
      await server.restart();
    },
  );
});
