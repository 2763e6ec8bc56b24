/** The look for keys that nobody granted yet: once a minute, whoever asks. */
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { errorBody } from "../../../api/errors.ts";
import { signedIn, standIn } from "./tools/openSession.ts";

standIn();
const { lookForKeys } = await import("../../../web/console/state/missingKeys.ts");
const { lock, phase } = await import("../../../web/console/state/session.ts");

const real = globalThis.fetch;
let asked: { readonly path: string; readonly background: boolean }[];
let now: number;
beforeEach(async () => {
  asked = [];
  globalThis.fetch = ((path: string, init: RequestInit) => {
    asked.push({ path, background: new Headers(init.headers).has("abri-background") });
    return Promise.resolve(Response.json(errorBody("unavailable"), { status: 503 }));
  }) as typeof fetch;
  await signedIn(phase);
  now = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => now);
});
afterEach(() => {
  lock("lost");
  globalThis.fetch = real;
  jest.restoreAllMocks();
});
const look = () =>
  lookForKeys()
    .then(() => "done")
    .catch((error: unknown) => (error as { code: string }).code);

describe("lookForKeys()", () => {
  it("asks once a minute, of itself, and says what went wrong to whoever asked", async () => {
    expect([await look(), await look(), await look()]).toEqual(["unavailable", "done", "done"]);
    expect(asked).toEqual([{ path: "/v1/session", background: true }]);
    now += 59_999;
    expect(await look()).toBe("done");
    now += 1;
    expect(await look()).toBe("unavailable");
    expect(asked).toHaveLength(2);
  });

  it("asks at once in a new session", async () => {
    await look();
    lock("lost");
    await signedIn(phase);
    expect(await look()).toBe("unavailable");
  });
});
