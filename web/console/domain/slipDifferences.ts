/** Where the slip that triage worked from and the sealed content do not say the same. */
import { slipOf, type Opened, type Slip, type Summary } from "../../../security/index.ts";

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

/**
 * The slip is told three times: to triage (the summary repeats it), again inside the payload, and by the answers themselves.
 * The sealed content is the truth; so is the desk whose key opened it.
 * @param deskId in whose queue the item lies
 */
export function liesOf(
  summary: Summary | null,
  opened: Extract<Opened, { state: "opened" }>,
  deskId: number,
): readonly SlipDifference[] {
  const { content, slip } = opened;
  const truth: Slip = content.type === "first" ? slipOf(content.answers) : { ...slip, type: content.type };
  const found = new Map<string, SlipDifference>();
  for (const told of [slip, ...(summary ? [summary.slip] : [])]) {
    for (const difference of slipDifferences(told, truth)) found.set(difference.field, difference);
  }
  const toldDesk = [slip.desk, deskId].find((desk) => desk !== opened.deskId);
  if (toldDesk !== undefined && !found.has("desk")) {
    found.set("desk", { field: "desk", triage: [String(toldDesk)], sealed: [String(opened.deskId)] });
  }
  return [...found.values()];
}
