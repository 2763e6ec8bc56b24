/** Saved views between two consoles of one officer and a server that hands out what it likes. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  fromBase64Url,
  openViews,
  sealViews,
  toBase64Url,
  viewsKey,
  type ViewsContent,
} from "../../../security/index.ts";
import { errorBody } from "../../../api/errors.ts";
import type { OpenSession } from "../../../web/console/state/session.ts";
import type { TestUnit } from "../../tools/unit.ts";
import { sessionOf, signedIn, standIn } from "./tools/openSession.ts";

const remembered = standIn();
const state = await import("../../../web/console/state/views.ts");
const { lock, phase } = await import("../../../web/console/state/session.ts");

interface Stored {
  readonly sealed: string;
  readonly counter: number;
}
let unit: TestUnit;
let open: OpenSession;
/** What the server keeps, and what it does before it takes anything. */
let stored: Stored | null;
let before: () => Promise<void>;
let asked: string[];

const answer = (json: unknown, status = 200): Response => Response.json(json, { status });
async function host(_path: string, init: RequestInit = {}): Promise<Response> {
  asked.push(init.method ?? "GET");
  if (init.method !== "PUT") return answer({ views: stored });
  await before();
  const put = JSON.parse(init.body as string) as Stored;
  if (put.counter <= (stored?.counter ?? 0)) return answer(errorBody("views_conflict"), 409);
  stored = put;
  return answer({ counter: put.counter });
}

const real = globalThis.fetch;
beforeEach(async () => {
  remembered.clear();
  [stored, before, asked] = [null, () => Promise.resolve(), []];
  globalThis.fetch = host as typeof fetch;
  ({ unit, open } = await signedIn(phase));
});
afterEach(() => {
  lock("lost");
  globalThis.fetch = real;
});

/** Another console of the officer keeps these. */
async function elsewhere(names: readonly string[], counter: number): Promise<void> {
  const content: ViewsContent = { views: names.map((name) => ({ name, filter: {} })), singleKeys: true };
  const key = await viewsKey(unit.p, unit.officer.signingSeed);
  const sealed = sealViews(unit.p, key, { officerId: unit.officer.id, counter, content });
  stored = { sealed: toBase64Url(sealed), counter };
}
async function kept(): Promise<ViewsContent> {
  const key = await viewsKey(unit.p, unit.officer.signingSeed);
  const { sealed = "", counter = 0 } = stored ?? {};
  return openViews(unit.p, key, fromBase64Url(sealed), { officerId: unit.officer.id, counter });
}
const names = (): string[] => state.views.value.map(({ name }) => name);
const again = async (): Promise<void> => {
  lock("lost");
  phase.value = { at: "open", session: await sessionOf(unit) };
};

describe("saved views in a console", () => {
  it("are read once a session, kept with each change, and forgotten with the keys", async () => {
    await state.readViews();
    await state.readViews();
    expect(asked).toEqual(["GET"]);
    await state.saveView("à moi", { holder: "mine", text: "", child: false });
    await state.saveView("urgent", { level: 0 });
    await state.saveView("à moi", { holder: "mine", due: "today" });
    await state.setSingleKeys(false);
    expect(asked).toEqual(["GET", "PUT", "PUT", "PUT", "PUT"]);
    const views = [
      { name: "à moi", filter: { holder: "mine", due: "today" } },
      { name: "urgent", filter: { level: 0 } },
    ];
    expect([await kept(), stored?.counter]).toEqual([{ views, singleKeys: false }, 4]);
    await state.removeView("urgent");
    expect((await kept()).views).toHaveLength(1);
    lock("lost");
    expect([names(), state.singleKeys.value]).toEqual([[], true]);
  });

  it("take up what another console kept in between, and tell when it never ends", async () => {
    await state.saveView("one", {});
    let rounds = 0;
    before = async () => {
      if (rounds++ < 2) await elsewhere(["theirs"], (stored?.counter ?? 0) + 1);
    };
    await state.saveView("two", {});
    expect([names(), state.viewsProblem.value]).toEqual([["theirs", "two"], null]);
    expect((await kept()).views.map(({ name }) => name)).toEqual(["theirs", "two"]);
    rounds = -100;
    asked = [];
    await state.saveView("three", {});
    expect(state.viewsProblem.value).toMatchObject({ code: "views_conflict" });
    expect(asked.filter((method) => method === "PUT")).toHaveLength(3);
    expect((await kept()).views).toHaveLength(1);
  });

  it("are not believed when older ones, or none, are handed out where newer were seen, in a later session either", async () => {
    await elsewhere(["old"], 3);
    const old = stored;
    await elsewhere(["new"], 4);
    await state.readViews();
    expect(names()).toEqual(["new"]);
    for (const handedOut of [old, null]) {
      await again();
      stored = handedOut;
      await state.readViews();
      expect(state.viewsProblem.value).toMatchObject({ code: "views_rolled_back" });
      expect(names()).toEqual([]);
      await state.saveView("more", {});
      expect([state.viewsProblem.value, stored]).toEqual([
        expect.objectContaining({ code: "views_rolled_back" }),
        handedOut,
      ]);
    }
    // Whoever begins again ends what was handed back: nothing that was seen is above it.
    await state.startOver();
    expect([state.viewsProblem.value, stored?.counter, names()]).toEqual([null, 5, []]);
  });

  it("are not another officer's: what was asked before the keys were forgotten is not taken in after", async () => {
    const answers: ((answer: Response) => void)[] = [];
    globalThis.fetch = () => new Promise((resolve) => answers.push(resolve));
    const reading = state.readViews();
    lock("lost");
    globalThis.fetch = host as typeof fetch;
    await elsewhere(["mine"], 1);
    const { officer } = open;
    phase.value = { at: "open", session: { ...(await sessionOf(unit)), officer: { ...officer, id: "another" } } };
    await state.readViews();
    expect(names()).toEqual(["mine"]);
    for (const each of answers) each(answer({ views: null }));
    await reading;
    expect(names()).toEqual(["mine"]);
  });
});
