/** Where the embedded server's socket is, without a server. */
import { afterAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { embeddedUrl } from "../../prisma/embedded.ts";

const dir = realpathSync(mkdtempSync(path.join(os.tmpdir(), "abri-socket-")));
const placed: string[] = [];
afterAll(() => {
  for (const each of [dir, ...placed]) rmSync(each, { recursive: true, force: true });
});

describe("the socket of a data directory with a long path", () => {
  it("is in the system's directory for such things, unless somebody put something else there", () => {
    const long = path.join(dir, "x".repeat(120));
    mkdirSync(long);
    const name = `abri-pg-${createHash("sha256").update(long).digest("hex").slice(0, 16)}`;
    const own = new Set([path.join(os.tmpdir(), name), path.join("/tmp", name)]);
    placed.push(...own);
    expect(decodeURIComponent(embeddedUrl(long))).toContain(name);
    for (const place of own) {
      rmSync(place, { recursive: true, force: true });
      symlinkSync(dir, place); // a way into a directory of theirs
    }
    const asking = () => embeddedUrl(long);
    expect(asking).toThrow(expect.objectContaining({ code: "embedded_postgres_failed" }));
  });
});
