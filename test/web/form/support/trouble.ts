/** What the tests of trouble share: a report up to "send", and the look at what arrived of it. */
import { expect } from "@jest/globals";
import type { Page } from "playwright-core";
import { parseEnvelope, parseIntakeBody, toHex, type DeskSecret } from "../../../../security/index.ts";
import type { Key } from "../../../../web/locales/form/en.ts";
import type { FormServer } from "./formServer.ts";
import type { Walker } from "./walk.ts";

export const ENVELOPES = "/v1/envelopes";
export const DIRECTORY = "/v1/directory";
export const MAILBOX = "/v1/mailbox";
export const BUSY = { status: 503, headers: { "content-type": "application/json", "retry-after": "1" } } as const;

const WORDS = "perdu trois mois de salaire";

/** From the first press on a language to the press on "send". Returns the code. */
export async function writeReport(walk: Walker, server: FormServer): Promise<string> {
  await walk.open(server.origin);
  await walk.toReview({ narrative: WORDS });
  await walk.press("continue");
  return walk.throughCode();
}

/** Waits for something that a server, or the page's requests, have to do first. */
export async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !isSo();) {
    if (Date.now() > end) throw new Error(`it never came to be: ${String(isSo)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What the page says while it waits for the next try, once it does. */
export async function pauseOf(page: Page): Promise<string> {
  await page.locator(".pause:not(:empty)").waitFor();
  return page.locator(".pause").innerText();
}

/** A text of the catalog as it is written on the page, whatever number stands in it. */
export function saying(walk: Walker, key: Key): RegExp {
  const [before = "", after = ""] = walk.t(key, { count: "\0" }).split("\0");
  const escaped = [before, after].map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("\\d+")}$`);
}

const envelopeId = (body: Uint8Array): string => toHex(parseEnvelope(parseIntakeBody(body).envelope).envelopeId);

/**
 * Everything that arrived is one report: asked for at least `times` times, each time the same bytes, so that the service, which
 * keeps one envelope of an id, has it once; and the desk reads the words in it.
 */
export async function expectOneReport(server: FormServer, times: number, desks?: readonly DeskSecret[]): Promise<void> {
  const bodies = server.envelopes();
  expect(bodies.length).toBeGreaterThanOrEqual(times);
  const [first] = bodies;
  if (!first) throw new Error("nothing arrived");
  for (const body of bodies) expect(Buffer.compare(body, first)).toBe(0);
  expect(new Set(bodies.map(envelopeId)).size).toBe(1);
  await expectWords(server, first, desks);
}

/** The desk opens it and reads what was typed. */
export async function expectWords(server: FormServer, body: Uint8Array, desks?: readonly DeskSecret[]): Promise<void> {
  const { opened } = await server.open(body, desks);
  expect(opened).toMatchObject({ state: "opened", slipLied: false, content: { answers: { narrative: WORDS } } });
}
