import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { loadSite } from "../../api/site.ts";
import { makeUnit } from "../tools/unit.ts";
import { plainManifest } from "./tools/site.ts";

const { unit } = await makeUnit();

describe("loadSite()", () => {
  let directory: string;
  const html = "<!doctype html>";
  const file = {
    path: "/",
    file: "index.html",
    type: "text/html; charset=utf-8",
    cache: "no-store",
    sha256: createHash("sha256").update(html).digest("hex"),
    encodings: ["br"],
  };
  const write = (files: unknown[], more: object = {}) =>
    writeFile(join(directory, "manifest.json"), plainManifest({ files, unit, ...more }));

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "abri-site-"));
    await writeFile(join(directory, "index.html"), html);
    await writeFile(join(directory, "index.html.br"), "br");
    await write([file]);
  });

  it("reads what the manifest lists, and nothing else", async () => {
    await writeFile(join(directory, "secret.txt"), "x");
    const { site, isStale } = await loadSite(directory, unit);
    expect([...site.files.keys()]).toEqual(["/"]);
    expect([...(site.files.get("/")?.forms.keys() ?? [])]).toEqual(["identity", "br"]);
    expect(isStale).toBe(false);
  });

  it("refuses a file that is not the one that was built", async () => {
    await expect(loadSite(directory, unit)).resolves.toBeDefined();
    await writeFile(join(directory, "index.html"), `${html}<script>`);
    await expect(loadSite(directory, unit)).rejects.toThrow("not the file that was built");
  });

  it.each([
    ["a file outside", { file: "../index.html" }],
    ["an absolute file", { file: "/etc/passwd" }],
    ["a hidden file", { file: ".env" }],
    ["a type with a line break", { type: "text/html\r\nX: y" }],
    ["an unknown cache rule", { cache: "public" }],
  ])("refuses a manifest that names %s", async (_what, change) => {
    await write([{ ...file, ...change }]);
    await expect(loadSite(directory, unit)).rejects.toThrow();
  });

  it.each(["styleHashes", "scriptHashes"])("refuses a hash that is none among %s", async (hashes) => {
    await write([file], { [hashes]: [`sha256-${"A".repeat(43)}=`] });
    await expect(loadSite(directory, unit)).resolves.toBeDefined();
    await write([file], { [hashes]: ["unsafe-inline"] });
    await expect(loadSite(directory, unit)).rejects.toThrow();
  });

  it("refuses pages of another unit, and tells those that are older than the unit's public file", async () => {
    const { unit: other } = await makeUnit();
    await write([file], { unit: other });
    await expect(loadSite(directory, unit)).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringMatching(/WEB_DIR.*another unit.*build/),
    });
    await write([file], { unit: { ...unit, floors: { ...unit.floors, statementVersion: 1 } } });
    const raised = { ...unit, floors: { ...unit.floors, statementVersion: 2 } };
    expect((await loadSite(directory, unit)).isStale).toBe(false);
    expect((await loadSite(directory, raised)).isStale).toBe(true);
  });

  it("says which file is not there, under which variable, and what to do", async () => {
    await rm(join(directory, "index.html.br"));
    await expect(loadSite(directory, unit)).rejects.toMatchObject({
      code: "config_invalid",
      message: expect.stringMatching(/WEB_DIR: .*index\.html\.br does not exist; build/),
    });
  });
});
