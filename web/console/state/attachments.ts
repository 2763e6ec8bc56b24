/**
 * Files that an officer asked for: fetched part by part, opened in memory, handed to the viewer's frame, forgotten. Nothing
 * is fetched before somebody asks, and nothing stays when the file, the case or the session is closed.
 */
import { signal } from "@preact/signals";
import { openAttachment, partsOfFile, SecurityError, wipe } from "../../../security/index.ts";
import { partCount, type ItemFiles } from "../domain/files.ts";
import { HttpError } from "../http.ts";
import { whenCaseGone } from "./caseGone.ts";
import { api } from "./server.ts";
import { forgetWithKeys, session } from "./session.ts";

/** Why fetching stopped at a part, the rest waiting for the officer: it can go on from there. */
export type Stop =
  | "network" // no answer
  | "late" // the server has not got it yet
  | "missing" // the server does not have it
  | "refused"; // anything else that the server says

/** How far a file has come; parts are counted from the file's own first one. */
export type FileProgress =
  | { readonly at: "fetching"; readonly done: number; readonly of: number }
  | { readonly at: "stopped"; readonly done: number; readonly of: number; readonly why: Stop }
  /** What lies there is not what was sealed; nothing of it is shown. */
  | { readonly at: "damaged" }
  /** Whole and what it should be: the viewer has it, or will. */
  | { readonly at: "open" };

/** One file of one item. */
export interface FilePlace {
  readonly itemId: string;
  readonly files: ItemFiles;
  /** In the manifest. */
  readonly index: number;
}

/** By `fileKey`; a file that nobody asked for is not in it. */
export const openFiles = signal<ReadonlyMap<string, FileProgress>>(new Map());

export const fileKey = ({ itemId, index }: Pick<FilePlace, "itemId" | "index">): string => `${itemId}/${index}`;

interface Work {
  readonly abort: AbortController;
  /** Set while it has stopped: goes on. */
  goOn: (() => void) | null;
  /** Set from when the file is whole until the viewer takes it. */
  bytes: Uint8Array | null;
}
const works = new Map<string, Work>();

function set(key: string, progress: FileProgress | null): void {
  const next = new Map(openFiles.value);
  if (progress === null) next.delete(key);
  else next.set(key, progress);
  openFiles.value = next;
}

/** Fetches and opens a file. A file that is being fetched, or is open already, is left as it is. */
export async function openFile(place: FilePlace): Promise<void> {
  const now = session.value;
  const key = fileKey(place);
  if (now === null || works.has(key)) return;
  const work: Work = { abort: new AbortController(), goOn: null, bytes: null };
  works.set(key, work);
  const { stream } = place.files;
  const { first } = partsOfFile(stream, place.index);
  const of = partCount(stream, place.index);
  const fetchPart = async (part: number): Promise<Uint8Array> => {
    for (;;) {
      const done = part - first;
      if (works.get(key) !== work) throw new Closed();
      set(key, { at: "fetching", done, of });
      try {
        return await api.attachmentPart(place.itemId, part, work.abort.signal);
      } catch (error) {
        if (works.get(key) !== work) throw new Closed();
        if (!(error instanceof HttpError)) throw error;
        set(key, { at: "stopped", done, of, why: whyStopped(error, place.files) });
        await new Promise<void>((resolve) => {
          work.goOn = resolve;
        });
        work.goOn = null;
      }
    }
  };
  try {
    const bytes = await openAttachment(now.p, stream, place.index, fetchPart);
    if (works.get(key) !== work) return wipe(bytes);
    work.bytes = bytes;
    set(key, { at: "open" });
  } catch (error) {
    if (error instanceof Closed || works.get(key) !== work) return;
    works.delete(key);
    if (!(error instanceof SecurityError)) throw error;
    set(key, { at: "damaged" });
  }
}

/** Thrown into the opening of a file that somebody closed. */
class Closed extends Error {}

function whyStopped({ code }: HttpError, { upload }: ItemFiles): Stop {
  if (code === "network") return "network";
  if (code !== "not_found") return "refused";
  return upload === "waiting" ? "late" : "missing";
}

/** Goes on where it stopped; a damaged file is fetched again from its beginning. */
export function retryFile(place: FilePlace): void {
  const goOn = works.get(fileKey(place))?.goOn;
  if (goOn) goOn();
  else void openFile(place);
}

/** For the viewer, once. @returns `null` when there is nothing, or it was taken already */
export function takeBytes(key: string): Uint8Array | null {
  const work = works.get(key);
  const bytes = work?.bytes ?? null;
  if (work) work.bytes = null;
  return bytes;
}

/** Ends the fetching, or takes the file off the screen. */
export function closeFile(key: string): void {
  const work = works.get(key);
  works.delete(key);
  set(key, null);
  if (work === undefined) return;
  work.abort.abort();
  work.goOn?.();
  if (work.bytes !== null) wipe(work.bytes);
}

// Only files of the case on screen are ever open.
whenCaseGone(() => {
  for (const key of works.keys()) closeFile(key);
});

forgetWithKeys(() => {
  for (const key of works.keys()) closeFile(key);
  openFiles.value = new Map();
});
