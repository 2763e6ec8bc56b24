import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { flag, hexKey, port, readEnv, urlWith, whole } from "../../../prisma/process/env.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "abri-env-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const Schema = z.object({
  DATABASE_URL: urlWith("postgresql", "postgres"),
  KEY: hexKey,
  PORT: port.default(8080),
  BEHIND_TLS: flag.default(false),
  TICK: whole.pipe(z.number().min(60)).default(60),
  MODE: z.enum(["one", "two"]).optional(),
});
const KEY = "ab".repeat(32);
const GOOD = { DATABASE_URL: "postgresql://u@localhost/db", KEY };

function messageOf(source: Record<string, string>): string {
  try {
    readEnv(Schema, source);
  } catch (error) {
    expect(error).toMatchObject({ code: "config_invalid" });
    return (error as Error).message;
  }
  throw new Error("it was accepted");
}

describe("readEnv()", () => {
  it("gives parsed, frozen values and defaults", () => {
    const env = readEnv(Schema, { ...GOOD, PORT: "0", BEHIND_TLS: "1", TICK: "900" });
    expect(env).toEqual({
      DATABASE_URL: GOOD.DATABASE_URL,
      KEY: new Uint8Array(32).fill(0xab),
      PORT: 0,
      BEHIND_TLS: true,
      TICK: 900,
    });
    expect(Object.isFrozen(env)).toBe(true);
    expect(readEnv(Schema, { ...GOOD, PORT: "" })).toMatchObject({ PORT: 8080, BEHIND_TLS: false, TICK: 60 });
  });

  it("reads a secret from the file that X_FILE names", () => {
    const file = path.join(folder, "key");
    writeFileSync(file, `${KEY}\n`);
    const { DATABASE_URL } = GOOD;
    expect(readEnv(Schema, { DATABASE_URL, KEY_FILE: file }).KEY).toEqual(new Uint8Array(32).fill(0xab));
    expect(messageOf({ DATABASE_URL, KEY_FILE: path.join(folder, "none") })).toContain("KEY_FILE names does not exist");
    expect(messageOf({ ...GOOD, KEY_FILE: file })).toContain("both KEY and KEY_FILE are set");
  });

  it.each([
    ["KEY", "c0ffee"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["BEHIND_TLS", "maybe-so"],
    ["TICK", "59"],
    ["MODE", "three-of-them"],
    ["DATABASE_URL", "mysql://somebody:hunter2@host/db"],
    ["DATABASE_URL", "postgresql:// not a url"],
  ])("names %s when it is wrong, and never the value %s", (name, value) => {
    expect(() => readEnv(Schema, GOOD)).not.toThrow();
    const message = messageOf({ ...GOOD, [name]: value });
    expect(message).toContain(name);
    if (value.length > 5) expect(message).not.toContain(value);
  });

  it("names everything that is missing at once", () => {
    const message = messageOf({});
    expect(message).toContain("DATABASE_URL: is missing");
    expect(message).toContain("KEY: is missing");
  });
});
