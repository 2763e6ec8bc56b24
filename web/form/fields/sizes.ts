/** Sizes of files, as a language writes them. */
import type { Language } from "../../../security/index.ts";
import { numberFormat } from "../../locales/form/languages.ts";

const KILO_BYTES = 2 ** 10;
const MEGA_BYTES = 2 ** 20;

/** Of a file: "3.4 MB", "120 kB"; never less than 1 kB. */
export const sizeIn = (language: Language, bytes: number): string =>
  written(language, Math.max(KILO_BYTES, bytes), Math.round);

/** Of the room that is left: rounded down, to nothing where nothing fits, so that a file of the size told fits. */
export const roomSizeIn = (language: Language, bytes: number): string =>
  written(language, Math.max(0, bytes), Math.floor);

/** Whole kilobytes below 1 MB, tenths below 10 MB, whole megabytes from there. */
function written(language: Language, bytes: number, whole: (value: number) => number): string {
  const kilos = whole(bytes / KILO_BYTES);
  const tenths = whole((bytes / MEGA_BYTES) * 10);
  if (kilos < KILO_BYTES) return unitIn(language, "kilobyte", kilos);
  return unitIn(language, "megabyte", tenths < 100 ? tenths / 10 : whole(bytes / MEGA_BYTES));
}

/** On one line, whole. */
const unitIn = (language: Language, unit: string, value: number): string =>
  numberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value).replaceAll(" ", "\u00a0");
