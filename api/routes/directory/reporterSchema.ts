import { z } from "zod";
import { STATEMENT_MAX_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";

export const readStatement = contract({
  method: "get",
  path: "/v1/directory",
  summary: "The newest signed statement of the unit's keys",
  access: "open",
  answer: z
    .instanceof(Uint8Array)
    .meta({ type: "string", format: "binary", description: `At most ${STATEMENT_MAX_BYTES} bytes` }),
  errors: ["directory_unavailable"],
});
