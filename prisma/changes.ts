/**
 * "Something changed": a word without content from whoever changed something to every officer host, over Postgres
 * (LISTEN/NOTIFY) or Redis (publish/subscribe), chosen by the URL's scheme. Nothing says what changed or for whom, so
 * nothing can be learned by listening. A message may be lost while a connection is down; after every reconnection
 * listeners are called once, so they only ever ask too often.
 */
import { Redis } from "ioredis";
import pg from "pg";

export interface Changes {
  /** Tells all listeners, in this process and in others. Best effort: never throws. */
  publish(): Promise<void>;
  /** Calls `listener` after every change. @returns what ends it */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

export const CHANGES_CHANNEL = "abri_changed";
/** Pause before a lost connection is opened again. Milliseconds. */
const RECONNECT_MS = 500;

/** @param url `postgresql:`/`postgres:` or `redis:`/`rediss:` */
export async function openChanges(url: string): Promise<Changes> {
  return /^rediss?:/.test(url) ? openOnRedis(url) : openOnPostgres(url);
}

class Listeners {
  readonly #all = new Set<() => void>();

  add(listener: () => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  readonly call = (): void => {
    for (const listener of this.#all) listener();
  };
}

async function openOnPostgres(url: string): Promise<Changes> {
  const listeners = new Listeners();
  let client: pg.Client | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    next.on("error", () => undefined); // "end" follows and is what we act on
    next.on("notification", listeners.call);
    await next.connect();
    await next.query(`LISTEN ${CHANGES_CHANNEL}`);
    next.once("end", () => {
      client = undefined;
      again();
    });
    client = next;
  }

  function again(): void {
    if (closed) return;
    retry = setTimeout(() => {
      connect().then(listeners.call, again);
    }, RECONNECT_MS);
  }

  await connect();
  return {
    publish: async () => {
      await client?.query("SELECT pg_notify($1, '')", [CHANGES_CHANNEL]).catch(() => undefined);
    },
    subscribe: (listener) => listeners.add(listener),
    close: async () => {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}

async function openOnRedis(url: string): Promise<Changes> {
  const listeners = new Listeners();
  const subscriber = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null });
  const publisher = new Redis(url, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  for (const connection of [subscriber, publisher]) connection.on("error", () => undefined);
  subscriber.on("message", listeners.call);
  await Promise.all([subscriber.connect(), publisher.connect()]);
  await subscriber.subscribe(CHANGES_CHANNEL);
  subscriber.on("ready", listeners.call);
  return {
    publish: async () => {
      await publisher.publish(CHANGES_CHANNEL, "").catch(() => undefined);
    },
    subscribe: (listener) => listeners.add(listener),
    close: async () => {
      subscriber.disconnect();
      publisher.disconnect();
    },
  };
}
