import { createHash } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { loadSite } from "../../api/site.ts";

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
    writeFile(
      join(directory, "manifest.json"),
      JSON.stringify({ files, styleHashes: [], scriptEval: "none", ...more }),
    );

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "abri-site-"));
    await writeFile(join(directory, "index.html"), html);
    await writeFile(join(directory, "index.html.br"), "br");
    await write([file]);
  });

  it("reads what the manifest lists, and nothing else", async () => {
    await writeFile(join(directory, "secret.txt"), "x");
    const site = await loadSite(directory);
    expect([...site.files.keys()]).toEqual(["/"]);
    expect([...(site.files.get("/")?.forms.keys() ?? [])]).toEqual(["identity", "br"]);
  });

  it("refuses a file that is not the one that was built", async () => {
    await expect(loadSite(directory)).resolves.toBeDefined();
    await writeFile(join(directory, "index.html"), `${html}<script>`);
    await expect(loadSite(directory)).rejects.toThrow("not the file that was built");
  });

  it.each([
    ["a file outside", { file: "../index.html" }],
    ["an absolute file", { file: "/etc/passwd" }],
    ["a hidden file", { file: ".env" }],
    ["a type with a line break", { type: "text/html\r\nX: y" }],
    ["an unknown cache rule", { cache: "public" }],
  ])("refuses a manifest that names %s", async (_what, change) => {
    await write([{ ...file, ...change }]);
    await expect(loadSite(directory)).rejects.toThrow();
  });

  it("refuses a style hash that is none", async () => {
    await write([file], { styleHashes: ["unsafe-inline"] });
    await expect(loadSite(directory)).rejects.toThrow();
  });
});
