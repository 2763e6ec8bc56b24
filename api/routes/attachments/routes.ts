import { readPart } from "../../../prisma/repositories/attachments.ts";
import { ApiError } from "../../errors.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { readAttachmentPart } from "./schema.ts";

export function attachmentRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readAttachmentPart, async ({ params, caller, ctx }) => {
    const part = await readPart(deps.db, {
      itemId: params.id,
      index: params.part,
      desks: caller.desks,
      officerId: caller.officer.id,
    });
    if (part === null) throw new ApiError("not_found");
    ctx.type = "application/octet-stream";
    ctx.body = Buffer.from(part.buffer, part.byteOffset, part.length);
    return undefined;
  });
}
