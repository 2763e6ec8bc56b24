import { describe, expect, it } from "@jest/globals";
import { filesOf, shownName } from "../../../web/console/domain/files.ts";
import { parseFromViewer } from "../../../web/console/viewer/messages.ts";

describe("parseFromViewer()", () => {
  it("takes its three words and a height", () => {
    expect(["ready", "touched", "picture"].map(parseFromViewer)).toEqual(["ready", "touched", "picture"]);
    expect(parseFromViewer({ height: 120.2 })).toEqual({ height: 121 });
  });

  it("bounds a height, and refuses everything else", () => {
    expect(parseFromViewer({ height: 1e9 })).toEqual({ height: 1000 });
    expect(parseFromViewer({ height: 10, more: "x" })).toEqual({ height: 10 });
    for (const other of ["Ready", "", null, undefined, 7, {}, [], { height: "9" }, { height: -1 }, { height: NaN }]) {
      expect(parseFromViewer(other)).toBeNull();
    }
  });
});

describe("shownName()", () => {
  it("keeps names in every script, and takes out what hides or turns letters", () => {
    expect(shownName("Foto de María – 1 (2).jpg")).toBe("Foto de María – 1 (2).jpg");
    expect(shownName("صورة.jpg")).toBe("صورة.jpg");
    expect(shownName("a\u202Egpj.exe")).toBe("agpj.exe");
    expect(shownName("\u2066a\u2069\u200B\n\t\0b")).toBe("ab");
    expect(shownName(" \u200F ")).toBe("");
  });
});

describe("filesOf()", () => {
  const stream = { files: [] } as unknown as Parameters<typeof filesOf>[0];
  it("believes the sealed manifest that there are files, and the server only whether they are here", () => {
    expect(filesOf(stream, { state: "here", parts: 1 })).toEqual({ stream, upload: "here" });
    expect(filesOf(stream, { state: "waiting", parts: 1 })).toEqual({ stream, upload: "waiting" });
    expect(filesOf(stream, null)).toEqual({ stream, upload: "missing" });
    expect(filesOf(null, { state: "here", parts: 4 })).toBeNull();
  });
});
