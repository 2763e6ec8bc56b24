/**
 * `npm run bench:form [-- --languages fr,en,ar]`: what the form costs a poor telephone: bytes per screen, time until it
 * answers, time from "send" until the report is taken. 400 kbit/s, 400 ms, a processor four times slower; through the
 * reporters' process itself.
 *
 * It "answers" when the next screen stands there after a press on a language, for somebody who presses from the first
 * moment on; with the telephone set to that language, and to one that the form does not speak. Each time stands beside the
 * design's budget, and beside what the same bytes take on the same line in the same browser when nothing is done with them.
 */
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { directionOf, FORM_LANGUAGES, type FormLanguage } from "../../web/locales/form/languages.ts";
import { launchBrowser } from "../tools/browser.ts";
import { median, say, table } from "./bench.ts";
import { bareLine } from "./bareLine.ts";
import { openFirst, walkThrough, type FirstAnswer, type Walk } from "./formWalk.ts";
import { PROCESSOR_SLOWER } from "./line.ts";
import { openStage, type Stage } from "./stage.ts";

const ROUNDS = 3;
/** See the form's design: first screen, whole journey, time until it answers. */
const BUDGET = { firstBytes: 14 * 1024, journeyBytes: 75 * 1024, usableMs: 1_500 };
/** The form will hardly ever be in it. */
const ANOTHER_LANGUAGE = "is-IS";

/** French and English, and one that is written from the right, or else any third, as soon as there is one. */
function usualLanguages(): FormLanguage[] {
  const usual = FORM_LANGUAGES.filter((language) => ["fr", "en"].includes(language));
  const others = FORM_LANGUAGES.filter((language) => !usual.includes(language));
  const third = others.find((language) => directionOf(language) === "rtl") ?? others[0];
  return third === undefined ? usual : [...usual, third];
}

/** @throws Error naming what is no language of the form */
function wantedLanguages(): FormLanguage[] {
  const { languages } = parseArgs({ options: { languages: { type: "string" } } }).values;
  if (languages === undefined) return usualLanguages();
  return languages.split(",").map((wanted) => {
    const found = FORM_LANGUAGES.find((language) => language === wanted);
    if (found === undefined) throw new Error(`the form does not speak ${wanted}: ${FORM_LANGUAGES.join(", ")}`);
    return found;
  });
}

async function rounds<T>(measureOnce: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < ROUNDS) results.push(await measureOnce());
  return results;
}

const shown = (value: number, unit = ""): string => `${Math.round(value)}${unit}`;
const ratio = (value: number, limit: number): string => (value / limit).toFixed(2);

async function measure(browser: Browser, stage: Stage, language: FormLanguage): Promise<void> {
  const walks = await rounds(() => walkThrough(browser, stage.url, language));
  const abroad = await rounds(() => openFirst(browser, stage.url, language, ANOTHER_LANGUAGE));
  const of = (read: (walk: Walk) => number): number => median(walks.map(read));
  const abroadOf = (read: (first: FirstAnswer) => number): number => median(abroad.map(read));
  const last = walks.at(-1);
  if (last === undefined) return;
  const line = await rounds(() => bareLine(browser, { ...last.first, directoryBytes: last.directoryBytes }));
  const [pageLine, answerLine, sendLine] = [
    median(line.map(({ pageMs }) => pageMs)),
    median(line.map(({ answerMs }) => answerMs)),
    median(line.map(({ sendMs }) => sendMs)),
  ];
  const all = [...last.bytes.values()].reduce((sum, size) => sum + size, 0);
  say(`\n${language}: ${all} bytes received, headers too, by the screen on which they were asked for`);
  say(table(["screen", "bytes"], [...last.bytes]));
  const bytes = (name: string, value: number, budget: number): string[] => [
    name,
    shown(value),
    shown(budget),
    ratio(value, budget),
    "",
    "",
  ];
  const time = (name: string, ms: number, lineMs: number, budget?: number): string[] => [
    name,
    shown(ms, " ms"),
    budget === undefined ? "" : shown(budget, " ms"),
    budget === undefined ? "" : ratio(ms, budget),
    shown(lineMs, " ms"),
    ratio(ms, lineMs),
  ];
  say(
    table(
      ["", "measured", "budget", "ratio", "bare line", "ratio"],
      [
        bytes(
          "until it answers, bytes",
          of(({ first }) => first.pageBytes + first.catalogBytes),
          BUDGET.firstBytes,
        ),
        bytes(
          "whole journey, bytes",
          of(({ journeyBytes }) => journeyBytes),
          BUDGET.journeyBytes,
        ),
        time(
          "readable",
          of(({ first }) => first.readableMs),
          pageLine,
        ),
        time(
          "answers",
          of(({ first }) => first.usableMs),
          answerLine,
          BUDGET.usableMs,
        ),
        time(
          "answers, telephone in another language",
          abroadOf(({ usableMs }) => usableMs),
          answerLine,
          BUDGET.usableMs,
        ),
        time(
          "sealed and sent",
          of(({ sendMs }) => sendMs),
          sendLine,
        ),
      ],
    ),
  );
}

const languages = wantedLanguages();
const stage = await openStage();
const browser = await launchBrowser();
try {
  say(`400 kbit/s, 400 ms, processor x${PROCESSOR_SLOWER}, median of ${ROUNDS} walks`);
  for (const language of languages) await measure(browser, stage, language);
} finally {
  await browser.close();
  await stage.stop();
}
