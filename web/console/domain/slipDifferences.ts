/** Where the slip that triage worked from and the sealed content do not say the same. */
import type { Slip } from "../../../security/index.ts";

export type SlipField = keyof Slip;

/** A field told twice: values are vocabulary words, a desk id, or "true" and "false"; an empty list says nothing was said. */
export interface SlipDifference {
  readonly field: SlipField;
  readonly triage: readonly string[];
  readonly sealed: readonly string[];
}

const FIELDS: readonly SlipField[] = [
  "type",
  "danger",
  "kinds",
  "when",
  "still",
  "accused",
  "signs",
  "child",
  "desk",
  "language",
  "assisted",
];

/** In the order of the questions. Lists are compared as sets: order says nothing. */
export function slipDifferences(triage: Slip, sealed: Slip): readonly SlipDifference[] {
  return FIELDS.map((field) => ({ field, triage: values(triage[field]), sealed: values(sealed[field]) })).filter(
    (each) => each.triage.join() !== each.sealed.join(),
  );
}

function values(value: Slip[SlipField]): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "object" ? [...value].sort() : [String(value)];
}
