/** The officers' side of attachments: what the page sent, opened as a console opens it. */
import {
  openAttachments,
  parsePartBody,
  toHex,
  type Opened,
  type OpenedAttachment,
} from "../../../../security/index.ts";
import type { FormServer } from "./formServer.ts";

export interface Received {
  readonly opened: Extract<Opened, { state: "opened" }>;
  readonly files: readonly OpenedAttachment[];
}

/** The bodies of all parts that arrived, in order of arriving. */
export const partsOf = (server: FormServer): Uint8Array[] =>
  server.asked.filter(({ path }) => path === "/v1/parts").map(({ body }) => body);

/** Opens an envelope, the newest when none is given, and every file that goes with it. @throws SecurityError when anything is not as sealed */
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
  const files: OpenedAttachment[] = [];
  for await (const file of openAttachments(server.unit.p, opened.attachments, ordered)) files.push(file);
  return { opened, files };
}
