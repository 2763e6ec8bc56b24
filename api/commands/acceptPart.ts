/** Takes a sealed part of an upload in. Of the clock only the day is stored, of the connection nothing. */
import { parsePartBody, SecurityError } from "../../security/index.ts";
import type { Primitives, UploadedPart } from "../../security/index.ts";
import type { Database } from "../../prisma/client.ts";
import { storePart } from "../../prisma/repositories/uploads.ts";
import { ApiError } from "../errors.ts";
import type { UploadRoom } from "../uploadRoom.ts";

export interface AcceptPartDeps {
  readonly db: Database;
  readonly primitives: Primitives;
  readonly uploadRoom: UploadRoom;
}

function read(body: Uint8Array): UploadedPart {
  try {
    return parsePartBody(body);
  } catch (error) {
    if (error instanceof SecurityError) throw new ApiError("part_malformed");
    throw error;
  }
}

/**
 * Stores a part once. The same bytes again change nothing and succeed, as long as there is room.
 *
 * @param body upload id 16 | index u8 | part, PART_BODY_BYTES
 * @param today days since 1970 UTC
 * @throws ApiError `part_malformed`, `part_reused`, `uploads_full`
 */
export async function acceptPart(deps: AcceptPartDeps, body: Uint8Array, today: number): Promise<void> {
  const { uploadId, index, part } = read(body);
  await deps.uploadRoom.check(index);
  const digest = await deps.primitives.sha256(part);
  const stored = await storePart(deps.db, { uploadId, index, bytes: part, digest, day: today });
  if (stored === "reused") throw new ApiError("part_reused");
  if (stored === "stored") deps.uploadRoom.add();
}
