import { z } from "zod";
import { VIEWS_BYTES } from "../../../security/index.ts";
import { contract } from "../../contract.ts";
import { bytes, bytesIn, counter } from "../../fields.ts";

/** `null` for an officer who has kept none yet. */
const answer = z.strictObject({
  views: z.strictObject({ sealed: bytes(VIEWS_BYTES), counter }).nullable(),
});
const request = z.strictObject({ sealed: bytesIn(VIEWS_BYTES), counter });
const kept = z.strictObject({ counter });

export const readViews = contract({
  method: "get",
  path: "/v1/views",
  summary: "The officer's own saved views of the queue, sealed",
  access: "active",
  answer,
  errors: [],
});

export const putViews = contract({
  method: "put",
  path: "/v1/views",
  summary: "Replaces the officer's saved views; their counter only goes up",
  access: "active",
  body: request,
  answer: kept,
  errors: ["views_conflict"],
});

export type ReadViewsAnswer = z.infer<typeof answer>;
export type PutViewsRequest = z.input<typeof request>;
export type PutViewsAnswer = z.infer<typeof kept>;
