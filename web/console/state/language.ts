/** The console's language, and how it writes days and times. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
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

const locale = computed(() => (language.value === "fr" ? "fr-CA" : "en-CA"));

/** Making what writes days and numbers takes longer than all the writing of a screen: each is made once for a language. */
const once = <Writer>(make: (locale: string) => Writer): ReadonlySignal<Writer> => computed(() => make(locale.value));
const dates = (options: Intl.DateTimeFormatOptions): ReadonlySignal<Intl.DateTimeFormat> =>
  once((of) => new Intl.DateTimeFormat(of, options));

const midnight = (isoDay: string): Date => new Date(`${isoDay}T00:00:00Z`);

const shortDays = dates({ day: "numeric", month: "short", timeZone: "UTC" });
/** An ISO day for people; the day is one of UTC and stays it. */
export const dayText = (isoDay: string): string => shortDays.value.format(midnight(isoDay));

const farDays = dates({ dateStyle: "long", timeZone: "UTC" });
/** An ISO day that may lie more than a year ahead. */
export const farDayText = (isoDay: string): string => farDays.value.format(midnight(isoDay));

const weekdayDays = dates({ dateStyle: "full", timeZone: "UTC" });
/** An ISO day with its weekday, for whoever plans by the week. */
export const weekdayDayText = (isoDay: string): string => weekdayDays.value.format(midnight(isoDay));

const weekdays = dates({ weekday: "long", timeZone: "UTC" });
/** A day of the week as a heading. @param weekday 0 is Monday */
export function weekdayText(weekday: number): string {
  const name = weekdays.value.format(new Date(Date.UTC(2024, 0, 1 + weekday))); // that first of January was a Monday
  return name.charAt(0).toLocaleUpperCase(locale.value) + name.slice(1);
}

const times = dates({ hour: "2-digit", minute: "2-digit", hour12: false });
/** A moment as an hour and minute of the officer's own clock. */
export const timeText = (ms: number): string => times.value.format(new Date(ms));

const SIZE_UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** Bytes, as people say how large a file is. */
export function sizeText(bytes: number): string {
  const thousands = bytes < 1000 ? 0 : bytes < 999_500 ? 1 : 2;
  const value = bytes / 1000 ** thousands;
  const unit = SIZE_UNITS[thousands];
  const maximumFractionDigits = thousands === 0 || value >= 10 ? 0 : 1;
  return new Intl.NumberFormat(locale.value, { style: "unit", unit, maximumFractionDigits }).format(value);
}

const numbers = once((of) => new Intl.NumberFormat(of));
export const numberText = (value: number): string => numbers.value.format(value);
