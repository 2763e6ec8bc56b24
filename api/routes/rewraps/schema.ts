/** What several routes take: rewraps, as a console sends them. */
import { z } from "zod";
import { REWRAP_BYTES, REWRAPS_MAX, SIGNATURE_BYTES } from "../../../security/index.ts";
import { bytesIn, epoch, uuid } from "../../fields.ts";

/** A thousand of each, in base64url. */
export const REWRAPS_BODY_BYTES = 6_291_456;

const rewrap = bytesIn(REWRAP_BYTES);

/** What opens items and entries on a desk, sealed to one of its epochs by the console. */
export const rewraps = z
  .strictObject({
    epoch: epoch.min(1),
    items: z.array(z.strictObject({ id: uuid, envelope: rewrap, summary: rewrap })).max(REWRAPS_MAX),
    entries: z.array(z.strictObject({ id: uuid, sealed: rewrap })).max(REWRAPS_MAX),
    /** The officer's own, over all of it. */
    signature: bytesIn(SIGNATURE_BYTES),
  })
  .meta({ id: "Rewraps" });

export type RewrapsJson = z.input<typeof rewraps>;
