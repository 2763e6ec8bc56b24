/** Reporters without a browser: what they send is sealed by the code that their pages seal with, and goes the same way. */
import {
  dayOf,
  DESK_GENERAL,
  sealFirstReport,
  sealLaterMessage,
  sealRekey,
  sealWithdrawal,
  slipOf,
  verifyStatement,
} from "../../../security/index.ts";
import type { Answers, CodeKeys, Language, Primitives, VerifiedStatement } from "../../../security/index.ts";
import { loadSodium } from "../../../security/node.ts";
import { answersWith } from "../../tools/answers.ts";
import { keysWithoutCode } from "../../tools/codes.ts";
import type { Stack } from "../../tools/stack.ts";

export interface Reporter {
  readonly answers: Answers;
  readonly keys: CodeKeys;
}

export interface Reporters {
  /** Sends a first report. @param keys of a code; without, such as come of none */
  report(answers: Partial<Answers>, keys?: CodeKeys): Promise<Reporter>;
  message(who: Reporter, text: string): Promise<void>;
  withdraw(who: Reporter): Promise<void>;
  /** @returns the same person under a new code */
  rekey(who: Reporter): Promise<Reporter>;
}

/** Each call reads the directory anew, as a page that is opened does. */
export async function reportersOf(stack: Pick<Stack, "reporterUrl" | "unit">): Promise<Reporters> {
  const p: Primitives = await loadSodium();
  const statement = async (): Promise<VerifiedStatement> => {
    const answer = await fetch(`${stack.reporterUrl}/v1/directory`);
    return verifyStatement(p, new Uint8Array(await answer.arrayBuffer()), stack.unit, dayOf(Date.now()));
  };
  const send = async ({ body }: { readonly body: Uint8Array }): Promise<void> => {
    const headers = { "Content-Type": "application/octet-stream" };
    const answer = await fetch(`${stack.reporterUrl}/v1/envelopes`, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    });
    if (answer.status !== 200) throw new Error(`intake says ${answer.status}: ${await answer.text()}`);
  };
  const newKeys = (): Promise<CodeKeys> => keysWithoutCode(p, stack.unit);
  const route = ({ answers }: Reporter): { language: Language; desk: number } => ({
    language: answers.language,
    desk: slipOf(answers).desk ?? DESK_GENERAL,
  });
  return {
    report: async (more, given) => {
      const [answers, keys] = [answersWith(more), given ?? (await newKeys())];
      await send(await sealFirstReport(p, await statement(), answers, keys));
      return { answers, keys };
    },
    message: async (who, text) =>
      send(await sealLaterMessage(p, await statement(), { text, danger: "no", ...route(who) }, who.keys)),
    withdraw: async (who) => send(await sealWithdrawal(p, await statement(), route(who), who.keys)),
    rekey: async (who) => {
      const keys = await newKeys();
      await send(await sealRekey(p, await statement(), route(who), { old: who.keys, fresh: keys }));
      return { answers: who.answers, keys };
    },
  };
}
