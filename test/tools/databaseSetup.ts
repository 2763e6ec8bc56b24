/**
 * Before all suites that need a database: one Postgres for the whole run. Jest transforms this file but not what it
 * imports, so the rest comes through tsx.
 */
import { tsImport } from "tsx/esm/api";
import type * as DatabaseServer from "./databaseServer.ts";

declare global {
  var abriStopTestServer: (() => Promise<void>) | undefined;
}

export default async function setup(): Promise<void> {
  const server = (await tsImport("./databaseServer.ts", import.meta.url)) as typeof DatabaseServer;
  globalThis.abriStopTestServer = await server.startTestServer();
}
