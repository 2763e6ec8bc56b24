/**
 * The drawings that whoever comes back sees too. All the others, of the questions, would be a tenth of what they fetch. From
 * where they are: see drawings.ts.
 */
import type { Danger } from "../../../security/index.ts";
import { icon } from "./icon.ts";

export const FREQUENT = {
  alert: "M21.7 18l-8-14a2 2 0 0 0-3.5 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.7-3M12 9v4M12 17h0",
  hourglass:
    "M5 22h14M5 2h14M17 22v-4.2a2 2 0 0 0-.6-1.4L12 12l-4.4 4.4A2 2 0 0 0 7 17.8V22M7 2v4.2a2 2 0 0 0 .6 1.4L12 12l4.4-4.4A2 2 0 0 0 17 6.2V2",
  no: "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0zM15 9l-6 6M9 9l6 6",
  remove: "M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2",
  safe: "M20 13c0 5-3.5 7.5-7.7 9a1 1 0 0 1-.7 0C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.2-2.7a1.2 1.2 0 0 1 1.5 0C14.5 3.8 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4",
  unknown: "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0zM9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3M12 17h0",
  yes: "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0zM16 9l-5.5 5.5L8 12",
} as const;

type Frequent = keyof typeof FREQUENT;

/** The answers to whether somebody is in danger now, which is asked with each message. "No" to danger is no refusal. */
export const DANGER_DRAWINGS = {
  now: "alert",
  soon: "hourglass",
  no: "safe",
  unknown: "unknown",
} as const satisfies Readonly<Record<Danger, Frequent>>;

/** The drawing for an answer of a screen that is no question of the data file. */
export const namedIcon = (name: Frequent): SVGSVGElement => icon(FREQUENT[name]);
