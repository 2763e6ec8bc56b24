/** The case on screen: read, opened, tagged, its stray messages brought home, its lease kept while it is looked at. */
import { batch, effect, signal } from "@preact/signals";
import { wipe, type VerifiedStatement } from "../../../security/index.ts";
import type { ReadCaseAnswer } from "../../../api/routes/cases/schema.ts";
import { caseLevel, slipsOf, type CaseLevel } from "../domain/caseLevel.ts";
import { openCaseFile, type CaseContext, type CaseFile } from "../domain/caseFile.ts";
import type { Api } from "../api.ts";
import { HttpError } from "../http.ts";
import { bringHome } from "./bringHome.ts";
import { forgetCase, whenCaseGone } from "./caseGone.ts";
import { noticeReplies } from "./deliveries.ts";
import { goTo, route } from "./route.ts";
import { forgetWithKeys, refreshTrust, session, type OpenSession } from "./session.ts";
import { countGone, seenOf } from "./seenEntries.ts";
import { api, background } from "./server.ts";
import { tagCase } from "./tagCase.ts";

export interface CaseOnScreen {
  readonly id: string;
  readonly answer: ReadCaseAnswer;
  readonly file: CaseFile;
  /** How many entries were here earlier in this session and are not any more. */
  readonly gone: number;
  /** The newest one by the time that it was read: what is written into it builds on what came until then. */
  readonly statement: VerifiedStatement;
}

/**
 * `attached`: what came later was moved into the case shown. `unmatched`: its case is not known. `mistagged`: the tag of the
 * case is not that of its report, so what comes later will not find it. `followUp`: its case is on a desk that the officer is not
 * on.
 */
export interface CaseNotice {
  readonly caseId: string;
  readonly what: "attached" | "unmatched" | "mistagged" | "followUp";
  /** Of `followUp`: the desk that its case was moved to. */
  readonly deskId?: number;
}

/** How urgent the case on screen is: by the server, by its slips, by what officers signed. */
export const levelOfCase = ({ answer, file }: CaseOnScreen): CaseLevel =>
  caseLevel(answer.case.level, slipsOf(file.items), file.standing.levelled, answer.items.length);

export const openedCase = signal<CaseOnScreen | null>(null);
export const caseNotice = signal<CaseNotice | null>(null);
export const caseProblem = signal<unknown>(null);
/** When the officer's own lease on the case shown ends: milliseconds since 1970. */
export const leaseUntil = signal<number | null>(null);
/** Cases whose content warning was passed in this session. */
export const revealed = signal<ReadonlySet<string>>(new Set());

let reading = 0;

export function reveal(caseId: string): void {
  revealed.value = new Set([...revealed.value, caseId]);
}

/** The newest reading: whoever asks for one waits until this one is done as well, whose answer is what is shown. */
let newest: Promise<void> = Promise.resolve();

/** Shows a case; again for the same one reads it afresh without blanking the screen. `by`: the client that asks. */
export async function readCase(id: string, by: Api = api): Promise<void> {
  newest = readNow(id, by);
  for (let last: Promise<void> | null = null; last !== newest;) {
    last = newest;
    await last;
  }
}

/** What is done with a case may be done only after the officer has gone on to another one. */
export function isOnScreen(id: string): boolean {
  const at = route.peek();
  return at.at === "case" && at.id === id;
}

/** Reads a case afresh after something was done with it. Where its screen was left meanwhile, the one now open stays. */
export async function readAgain(id: string): Promise<void> {
  if (isOnScreen(id)) await readCase(id);
}

/** @param again whether it is read once more where something could not be brought into its case with keys that are over */
async function readNow(id: string, by: Api, again = true): Promise<void> {
  const now = session.value;
  if (now === null) return;
  const mine = ++reading;
  if (openedCase.value?.id !== id) {
    batch(() => {
      openedCase.value = null;
      caseProblem.value = null;
      leaseUntil.value = null;
    });
  }
  try {
    const shown = await openWhole(id, now, by);
    if (session.value === null) return;
    if (again && shown.problem instanceof HttpError && shown.problem.code === "directory_conflict") {
      await refreshTrust(by);
      return await readNow(id, by, false);
    }
    // Said by the reading that moved it, also when a later one has begun: that one finds nothing here any more.
    if (shown.movedTo !== null && isOnScreen(id)) {
      caseNotice.value = { caseId: shown.movedTo, what: "attached" };
      goTo({ at: "case", id: shown.movedTo }, "replace"); // whose screen reads it
      return;
    }
    if (mine !== reading || shown.movedTo !== null) return;
    const mineToHold = shown.answer.case.holder?.officerId === now.officer.id;
    noticeReplies(shown.file.replies, now.releaseTickS);
    batch(() => {
      if (shown.mistagged) caseNotice.value = { caseId: id, what: "mistagged" };
      else if (shown.follows !== null) caseNotice.value = { caseId: id, what: "followUp", deskId: shown.follows };
      else if (shown.file.strays.length > 0) caseNotice.value = { caseId: id, what: "unmatched" };
      else if (caseNotice.value?.what !== "attached") caseNotice.value = null;
      const { answer, file } = shown;
      const { statement } = now.chain.newest;
      openedCase.value = { id, answer, file, gone: countGone(id, readingOf(answer, file, statement)), statement };
      caseProblem.value = shown.problem;
      if (!mineToHold) leaseUntil.value = null;
    });
    if (mineToHold && leaseUntil.value === null) await keepLease(id);
  } catch (error) {
    if (mine === reading && session.value !== null) sayProblem(id, error);
  }
}

/** What went wrong with a case, on its screen. One that the server no longer has for this officer is forgotten everywhere. */
export function sayProblem(id: string, error: unknown): void {
  batch(() => {
    if (error instanceof HttpError && error.code === "not_found") forgetCase(id);
    caseProblem.value = error;
  });
}

/**
 * Reads a case afresh before something is written to it. Where it cannot be read nothing is written either, and that is told
 * once: where it was to be written. @throws what the screen of the case would say
 */
export async function readForWriting(id: string): Promise<void> {
  await readAgain(id);
  const problem = caseProblem.value;
  if (problem === null) return;
  caseProblem.value = null;
  throw problem;
}

/** As it is remembered: for a desk that the directory no longer has, with no epoch that is over. */
function readingOf({ case: { desk } }: ReadCaseAnswer, { hashes, backdated }: CaseFile, { desks }: VerifiedStatement) {
  const epoch = desks.find(({ id }) => id === desk)?.epoch ?? 0;
  return { deskId: desk, epoch, hashes, backdated };
}

interface Whole {
  readonly answer: ReadCaseAnswer;
  readonly file: CaseFile;
  /** The case that this one's messages were moved into. */
  readonly movedTo: string | null;
  readonly mistagged: boolean;
  /** The desk, none of the officer's, on which the case is that what lies here follows upon. */
  readonly follows: number | null;
  readonly problem: unknown;
}

async function openWhole(id: string, now: OpenSession, by: Api): Promise<Whole> {
  const { p, keyring, chain } = now;
  const context: CaseContext = { keyring, chain, seen: seenOf(id) };
  const answer = await by.readCase(id);
  const file = await openCaseFile(p, answer, context);
  const whole = { answer, file, movedTo: null, mistagged: false, follows: null, problem: null };
  if (file.report !== null) return { ...whole, ...(await tagCase(answer, file, { p, context, by })) };

  return { ...whole, ...(await bringHome(answer, file, now, by)) };
}

/** What was said of a case is said while it is on screen: whoever comes back later did not just join anything. */
export function leaveCase(id: string): void {
  if (caseNotice.value?.caseId === id) caseNotice.value = null;
}

async function keepLease(id: string): Promise<void> {
  try {
    const { until } = await background.heartbeat(id);
    if (openedCase.value?.id === id) leaseUntil.value = Date.parse(until);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    leaseUntil.value = null; // someone else has it, or the network is gone; the next reading tells
  }
}

/** Prolongs the lease of the case shown halfway through what is left of it, at least every half minute. */
export function keepLeases(): void {
  effect(() => {
    const [until, id] = [leaseUntil.value, openedCase.value?.id];
    if (until === null || id === undefined) return undefined;
    const timer = setTimeout(() => void keepLease(id), Math.max(30_000, (until - Date.now()) / 2));
    return () => clearTimeout(timer);
  });
}

function wipeFiles(): void {
  for (const item of openedCase.value?.file.items ?? []) {
    if (item.state !== "refused" && item.files !== null) wipe(item.files.stream.contentKey);
  }
}

whenCaseGone((caseId) => {
  revealed.value = new Set([...revealed.value].filter((id) => id !== caseId));
  if (openedCase.value?.id !== caseId) return;
  wipeFiles();
  reading++;
  batch(() => {
    openedCase.value = null;
    leaseUntil.value = null;
  });
});

forgetWithKeys(() => {
  wipeFiles();
  reading++;
  batch(() => {
    openedCase.value = null;
    caseNotice.value = null;
    caseProblem.value = null;
    leaseUntil.value = null;
    revealed.value = new Set();
  });
});
