import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { CHANGES_CHANNEL, openChanges } from "../../prisma/changes.ts";
import { freshDatabase } from "../tools/database.ts";
import { changesCases } from "./changesCases.ts";
import type { FreshDatabase } from "../tools/database.ts";

let database: FreshDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client({ connectionString: database.url() });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

describe("changes on Postgres", () => {
  changesCases(
    () => database.url("abri_officer"),
    async () => {
      await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    },
  );

  it("carry no content", async () => {
    const payloads: (string | undefined)[] = [];
    owner.on("notification", (message) => payloads.push(message.payload));
    await owner.query(`LISTEN ${CHANGES_CHANNEL}`);
    const changes = await openChanges(database.url("abri_worker"));
    await changes.publish();
    await changes.close();
    await owner.query("SELECT 1");
    expect(payloads).toEqual([""]);
  });
});
