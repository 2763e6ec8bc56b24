import { describe, expect, it } from "@jest/globals";
import { toHex } from "../../security/index.ts";
import { loadSodium } from "../../security/node.ts";
import { intakeHandles } from "../../workers/intakeHandle.ts";

describe("intakeHandles()", () => {
  it("names an envelope the same way in every worker, and finds it again", async () => {
    const p = await loadSodium();
    const secret = p.randomBytes(32);
    const [one, other] = [await intakeHandles(p, secret), await intakeHandles(p, secret)];
    for (let i = 0; i < 50; i++) {
      const id = p.randomBytes(16);
      const handle = one.handleOf(id);
      expect(handle).toMatch(/^[0-9a-f]{32}$/);
      expect(handle).toBe(other.handleOf(id));
      expect(handle).not.toBe(toHex(id));
      expect(toHex(other.envelopeIdOf(handle))).toBe(toHex(id));
    }
  });

  it("gives unrelated names under another secret", async () => {
    const p = await loadSodium();
    const id = p.randomBytes(16);
    const [one, other] = [await intakeHandles(p, p.randomBytes(32)), await intakeHandles(p, p.randomBytes(32))];
    expect(toHex(one.envelopeIdOf(one.handleOf(id)))).toBe(toHex(id));
    expect(toHex(other.envelopeIdOf(one.handleOf(id)))).not.toBe(toHex(id));
  });
});
