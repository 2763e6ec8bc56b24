/** The console's language, and how it writes days and times. */
import { computed, signal } from "@preact/signals";
import { CATALOGS, CONSOLE_LANGUAGES, type Catalog, type ConsoleLanguage } from "../../locales/console/index.ts";
import { rememberedLanguage, rememberLanguage } from "./remembered.ts";

const isLanguage = (text: string | null): text is ConsoleLanguage => CONSOLE_LANGUAGES.some((each) => each === text);

function firstLanguage(): ConsoleLanguage {
  const remembered = rememberedLanguage();
  return isLanguage(remembered) ? remembered : "fr";
}

export const language = signal<ConsoleLanguage>(firstLanguage());

/** The texts in the language of the moment. */
export const texts = computed<Catalog>(() => CATALOGS[language.value]);

export function setLanguage(next: ConsoleLanguage): void {
  language.value = next;
  rememberLanguage(next);
}

const locale = (): string => (language.value === "fr" ? "fr-CA" : "en-CA");

/** An ISO day for people; the day is one of UTC and stays it. */
export function dayText(isoDay: string): string {
  const date = new Date(`${isoDay}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" }).format(date);
}

/** An ISO day that may lie more than a year ahead. */
export function farDayText(isoDay: string): string {
  const date = new Date(`${isoDay}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeZone: "UTC" }).format(date);
}

/** An ISO day with its weekday, for whoever plans by the week. */
export function weekdayDayText(isoDay: string): string {
  const date = new Date(`${isoDay}T00:00:00Z`);
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeZone: "UTC" }).format(date);
}

/** A day of the week as a heading. @param weekday 0 is Monday */
export function weekdayText(weekday: number): string {
  const date = new Date(Date.UTC(2024, 0, 1 + weekday)); // that first of January was a Monday
  const name = new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(date);
  return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}

/** A moment as an hour and minute of the officer's own clock. */
export function timeText(ms: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(ms));
}

const SIZE_UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** Bytes, as people say how large a file is. */
export function sizeText(bytes: number): string {
  const thousands = bytes < 1000 ? 0 : bytes < 999_500 ? 1 : 2;
  const value = bytes / 1000 ** thousands;
  const unit = SIZE_UNITS[thousands];
  const maximumFractionDigits = thousands === 0 || value >= 10 ? 0 : 1;
  return new Intl.NumberFormat(locale(), { style: "unit", unit, maximumFractionDigits }).format(value);
}

export const numberText = (value: number): string => new Intl.NumberFormat(locale()).format(value);
