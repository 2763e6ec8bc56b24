/** Every kind of picture, each way up, with metadata of every kind planted in it: what the readers of metadata are tried on. */
import { JPEGS, ORIENTATIONS, PNGS, WEBPS } from "./cleaning.ts";
import { fullJpeg, fullPng, fullWebp } from "./planted.ts";

export const SAMPLES = ORIENTATIONS.flatMap((orientation) => [
  ...Object.entries(JPEGS).map(([kind, base]) => ({
    orientation,
    name: `${kind}-${orientation}.jpg`,
    bytes: fullJpeg(base, orientation),
  })),
  ...Object.entries(PNGS).map(([kind, base]) => ({
    orientation,
    name: `${kind}-${orientation}.png`,
    bytes: fullPng(base, orientation),
  })),
  ...Object.entries(WEBPS).map(([kind, base]) => ({
    orientation,
    name: `${kind}-${orientation}.webp`,
    bytes: fullWebp(base, orientation),
  })),
]);

/** @throws Error when there is no such sample */
export function sample(name: string): (typeof SAMPLES)[number] {
  const found = SAMPLES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no sample is called ${name}`);
  return found;
}
