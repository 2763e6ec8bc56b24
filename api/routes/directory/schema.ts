import { z } from "zod";
import { ROSTER_MAX_BYTES, SIGNATURE_BYTES, STATEMENT_MAX_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytesBetween, bytesBetweenIn } from "../../fields.ts";
import { GRANTS_AT_ONCE, newGrant } from "../grants/schema.ts";

const version = z.int().min(1).max(2_147_483_647);

const link = z
  .strictObject({
    statement: bytesBetween(SIGNATURE_BYTES, STATEMENT_MAX_BYTES),
    roster: bytesBetween(SIGNATURE_BYTES, ROSTER_MAX_BYTES),
  })
  .meta({ id: "DirectoryLink" });

/** How many versions one answer of the chain carries. */
export const CHAIN_PAGE = 50;
const chainQuery = z.strictObject({ from: z.coerce.number().int().min(1).max(2_147_483_647).optional() });
const chainAnswer = z.strictObject({
  /** Oldest first, beginning with version `from` (1 unless told). */
  links: z.array(link).max(CHAIN_PAGE),
  /** Pass as `from` to go on; `null` at the end. */
  next: version.nullable(),
});

const publishRequest = z.strictObject({
  statement: bytesBetweenIn(SIGNATURE_BYTES, STATEMENT_MAX_BYTES),
  roster: bytesBetweenIn(SIGNATURE_BYTES, ROSTER_MAX_BYTES),
  grants: z.array(newGrant).max(GRANTS_AT_ONCE),
  /** An officer or a key was taken out: earlier statements are refused at once, not after a week. */
  removal: z.boolean(),
});
const publishAnswer = z.strictObject({ version });

export const readDirectory = contract({
  method: "get",
  path: "/v1/directory",
  summary: "The newest statement and its roster",
  access: "session",
  answer: link,
  errors: ["directory_unavailable"],
});

export const readChain = contract({
  method: "get",
  path: "/v1/directory/chain",
  summary: "Every version, oldest first",
  access: "session",
  query: chainQuery,
  answer: chainAnswer,
  errors: [],
});

export const publishDirectory = contract({
  method: "post",
  path: "/v1/directory",
  summary: "Publishes the next version with its grants, in one step",
  access: "lead",
  body: publishRequest,
  answer: publishAnswer,
  errors: ["directory_refused", "directory_of_other_unit", "directory_conflict", "grant_refused"],
  bodyLimit: 3_200_000,
});

export type DirectoryLink = z.infer<typeof link>;
export type PublishDirectoryRequest = z.input<typeof publishRequest>;
export type ReadChainAnswer = z.infer<typeof chainAnswer>;
