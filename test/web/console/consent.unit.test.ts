import { describe, expect, it } from "@jest/globals";
import { mayTell } from "../../../web/console/domain/consent.ts";

describe("mayTell()", () => {
  it("names the recipients that were allowed", () => {
    expect(mayTell(["support", "police"])).toEqual(["support", "police"]);
  });

  it("names nobody when nothing was answered, or when the person wants to be asked first", () => {
    expect(mayTell([])).toEqual([]);
    expect(mayTell(["ask_first"])).toEqual([]);
  });

  it("lets asking first win over recipients that stand beside it", () => {
    expect(mayTell(["ask_first", "police"])).toEqual([]);
    expect(mayTell(["support", "ask_first"])).toEqual([]);
  });
});
