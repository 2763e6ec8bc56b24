import { z } from "zod";
import { contract } from "../../contract.ts";

export const leave = contract({
  method: "get",
  path: "/exit",
  summary: "Sends a browser on to the unit's neutral address, and has it drop what this site could have stored",
  access: "open",
  answer: z.undefined(),
  redirects: true,
  errors: [],
});
