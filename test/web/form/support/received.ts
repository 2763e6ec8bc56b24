/** The officers' side of attachments: what the page sent, opened as a console opens it. */
import { createHash } from "node:crypto";
import { parsePartBody, toHex, type Opened } from "../../../../security/index.ts";
import { fetchFrom, openFiles, type OpenedFile } from "../../../tools/openFiles.ts";
import type { FormServer } from "./formServer.ts";

export interface Received {
  readonly opened: Extract<Opened, { state: "opened" }>;
  readonly files: readonly OpenedFile[];
}

/** The bodies of all parts that arrived, in order of arriving. */
export const partsOf = (server: FormServer): Uint8Array[] =>
  server.asked.filter(({ path }) => path === "/v1/parts").map(({ body }) => body);

/**
 * Opens an envelope, the newest when none is given, and every file that goes with it; the stream is the one that the envelope
 * names, its parts all there and no others.
 * @throws SecurityError when anything is not as sealed
 */
export async function receive(server: FormServer, body = server.envelopes().at(-1)): Promise<Received> {
  if (body === undefined) throw new Error("no envelope was sent");
  const { opened } = await server.open(body);
  if (opened.state !== "opened") throw new Error(`the envelope is ${opened.state}`);
  if (opened.attachments === null) return { opened, files: [] };
  const upload = toHex(body.slice(128, 144));
  const parts = new Map<number, Uint8Array>();
  for (const sent of partsOf(server).map(parsePartBody)) {
    if (toHex(sent.uploadId) === upload) parts.set(sent.index, sent.part);
  }
  const ordered = [...parts].toSorted(([a], [b]) => a - b).map(([, part]) => part);
  const hash = createHash("sha256").update(Buffer.concat(ordered)).digest("hex");
  if (hash !== toHex(body.slice(96, 128))) throw new Error("the parts are not the stream that the envelope names");
  return { opened, files: await openFiles(server.unit.p, opened.attachments, fetchFrom(ordered)) };
}
