/** Sizes of files, as a language writes them. */
import type { Language } from "../../../security/index.ts";
import { numberFormat } from "../../locales/form/languages.ts";

const UNITS = [
  { unit: "megabyte", bytes: 2 ** 20 },
  { unit: "kilobyte", bytes: 2 ** 10 },
] as const;

/** "3.4 MB", "120 kB"; never less than 1 kB. */
export function sizeIn(language: Language, bytes: number): string {
  const [mega, kilo] = UNITS;
  const { unit, bytes: each } = bytes >= mega.bytes ? mega : kilo;
  const value = Math.max(1, bytes / each);
  const digits = value < 10 && unit === "megabyte" ? 1 : 0;
  return numberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
}
