import { describe, expect, it } from "@jest/globals";
import {
  claimedKind,
  claimFits,
  FILE_KINDS,
  kindOfBytes,
  savedName,
  SHOWN_PICTURES,
  type Claim,
  type FileKind,
} from "../../../web/console/viewer/kinds.ts";
import { CATALOGS } from "../../../web/locales/console/index.ts";
import { baselineJpeg, lossyWebp, truePng } from "../form/support/pictures.ts";
import { text } from "./tools/files.ts";
import { wav } from "./tools/wav.ts";

const utf16 = (words: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${words}`, "utf16le"));
const bytes = (latin: string): Uint8Array => new Uint8Array(Buffer.from(latin, "latin1"));
const NOTHING: Claim = { type: "", name: "" };

describe("kindOfBytes()", () => {
  const KINDS: readonly (readonly [string, Uint8Array, FileKind])[] = [
    ["a JPEG", baselineJpeg, "jpeg"],
    ["a PNG", truePng(), "png"],
    ["a WebP", lossyWebp, "webp"],
    ["a WAV", wav(), "audio"],
    ["a GIF", bytes("GIF89a"), "picture"],
    ["an iPhone's picture", bytes("\0\0\0\x18ftypheic\0\0\0\0"), "heic"],
    ["a film", bytes("\0\0\0\x18ftypisom\0\0\0\0"), "video"],
    ["a PDF", bytes("%PDF-1.7\n%\xe2\xe3"), "pdf"],
    ["a letter", bytes("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "office"],
    ["an archive", bytes("PK\x03\x04\x14\0"), "archive"],
    ["a text", text("Ils ont gardé mes papiers."), "text"],
    ["a text in another encoding", utf16("mes papiers"), "text"],
    ["a page", text("<!doctype html><p>"), "page"],
    ["a page after a mark and empty lines", text("\uFEFF\n\n  <html>"), "page"],
    ["a page in another encoding", utf16("<html>"), "page"],
    // Without that sign it would be a text, and with it, by its first two bytes, a sound.
    ["a page in another encoding with a sign that no text has", utf16("<html><!--\x7f--><script>"), "page"],
    ["a page that is no whole text", bytes("\xef\xbb\xbf<html>\xff\0"), "page"],
    ["a page that holds the beginning of a PDF", text("<html>%PDF-1.7"), "page"],
    ["a drawing", text("<svg xmlns='http://www.w3.org/2000/svg'/>"), "page"],
    ["a drawing behind words", text("x <svg><script/></svg>"), "page"],
    ["a program for Windows", bytes("MZ\x90\0"), "program"],
    ["a program for Linux", bytes("\x7fELF"), "program"],
    ["a script", text("#!/bin/sh\n"), "program"],
    ["a shortcut", bytes("L\0\0\0\x01\x14\x02\0"), "program"],
    ["nothing known", bytes("\0\x01\x02\x03"), "unknown"],
    ["nothing", new Uint8Array(0), "text"],
  ];

  it.each(KINDS)("knows %s", (_, file, kind) => {
    expect(kindOfBytes(file, NOTHING)).toBe(kind);
    // What is claimed changes nothing of what runs, and nothing of what is shown.
    for (const claim of [
      { type: "image/jpeg", name: "a.jpg" },
      { type: "text/html", name: "a.html" },
    ]) {
      const told = kindOfBytes(file, claim);
      expect(told).toBe(kind);
      expect(SHOWN_PICTURES[told]).toBe(SHOWN_PICTURES[kind]);
    }
  });

  it("asks the claim only whether one container holds sound or film", () => {
    const matroska = bytes("\x1a\x45\xdf\xa3");
    expect(kindOfBytes(matroska, { type: "audio/webm;codecs=opus", name: "" })).toBe("audio");
    expect(kindOfBytes(matroska, { type: "video/webm", name: "" })).toBe("video");
  });
});

describe("claimFits()", () => {
  const claims: readonly (readonly [Claim, FileKind, boolean])[] = [
    [{ type: "image/jpeg", name: "a.jpg" }, "jpeg", true],
    [{ type: "image/jpeg", name: "a.jpg" }, "png", false],
    [{ type: "image/jpeg", name: "a.jpg" }, "page", false],
    [{ type: "image/jpeg", name: "a.jpg" }, "unknown", false],
    [{ type: "", name: "a.jpg" }, "program", false],
    [{ type: "image/jpeg", name: "a.exe" }, "jpeg", false],
    [{ type: "application/pdf", name: "a.pdf" }, "text", false],
    [{ type: "audio/webm;codecs=opus", name: "voix.webm" }, "audio", true],
    [{ type: "video/webm", name: "a.webm" }, "video", true],
    [{ type: "audio/mp4", name: "voix.m4a" }, "video", true],
    [{ type: "text/plain", name: "a.txt" }, "unknown", true],
    [{ type: "text/html", name: "a.html" }, "page", true],
    [{ type: "application/octet-stream", name: "x" }, "program", true],
    [NOTHING, "jpeg", true],
  ];
  it.each(claims)("of %j, of a file that is %s: %j", (claim, found, fits) => {
    expect(claimFits(claim, found)).toBe(fits);
  });

  it("goes by the type, then by the name", () => {
    expect(claimedKind({ type: "IMAGE/JPEG; x=y", name: "a.pdf" })).toBe("jpeg");
    expect(claimedKind({ type: "application/octet-stream", name: "a.PDF" })).toBe("pdf");
    expect(claimedKind({ type: "x", name: "pdf" })).toBe("unknown");
  });
});

describe("savedName()", () => {
  /** What some system runs, opens in a browser as a page, or follows. */
  const UNSAFE =
    /\.(exe|dll|scr|com|bat|cmd|msi|js|vbs|ps1|sh|jar|apk|lnk|url|html?|svg|xml|xhtml|hta|docm|xlsm|iso|csv|slk|iqy)$/;

  it("keeps an ending that fits the bytes, and gives others the usual one or none that opens", () => {
    const names: readonly (readonly [FileKind, string, string, string, Uint8Array?])[] = [
      ["jpeg", "image/jpeg", "IMG.JPEG", "attachment-3.jpeg"],
      ["jpeg", "image/png", "x.png", "attachment-3.jpg"],
      ["pdf", "", "x", "attachment-3.pdf"],
      ["office", "", "lettre.docx", "attachment-3.docx", bytes("PK\x03\x04")],
      ["office", "", "lettre.docm", "attachment-3.bin", bytes("PK\x03\x04")],
      ["office", "", "lettre.doc", "attachment-3.doc", bytes("\xd0\xcf\x11\xe0")],
      ["office", "", "lettre.rtf", "attachment-3.rtf", bytes("{\\rtf1")],
      // Programs for letters and tables go by the bytes then, macros and all: under its own ending it would not open.
      ["office", "", "lettre.doc", "attachment-3.bin", bytes("PK\x03\x04")],
      ["office", "application/vnd.ms-excel", "paie.xls", "attachment-3.bin", bytes("PK\x03\x04")],
      ["office", "", "lettre.rtf", "attachment-3.bin", bytes("\xd0\xcf\x11\xe0")],
      // A table of words is opened as a list of formulas, some of which run programs or ask hosts.
      ["text", "text/csv", "paie.csv", "attachment-3.txt", bytes("=cmd|' /C calc'!A0")],
      ["text", "text/csv", "paie.csv", "attachment-3.txt", bytes("ID;P\n")],
      ["audio", "audio/webm;codecs=opus", "voix", "attachment-3.webm"],
      ["audio", "", "x", "attachment-3.bin"],
      ["page", "text/html", "x.html", "attachment-3.bin"],
      ["text", "", "x.js", "attachment-3.txt"],
      ["program", "application/pdf", "x.pdf", "attachment-3.bin"],
    ];
    for (const [kind, type, name, saved, start = new Uint8Array(0)] of names) {
      expect(savedName(3, kind, { type, name }, start)).toBe(saved);
    }
  });

  it("has no unsafe ending for anything, and nothing of the sender's in front of it", () => {
    const endings = [
      "exe",
      "html",
      "svg",
      "docm",
      "lnk",
      "jpg",
      "tar.gz",
      "p/../x",
      "a\u202Egpj",
      "sh",
      "js",
      "xml",
      "url",
    ];
    const types = ["text/html", "image/svg+xml", "application/x-sh", "application/js", "x/exe", "audio/lnk"];
    for (const kind of FILE_KINDS) {
      for (const ending of endings) {
        for (const type of types) {
          const saved = savedName(1, kind, { type, name: `Maria.${ending}` }, bytes("PK\x03\x04"));
          expect(saved).toMatch(/^attachment-1\.[a-z0-9]{1,4}$/);
          expect(saved).not.toMatch(UNSAFE);
        }
      }
    }
  });
});

describe("the viewer's texts", () => {
  it.each(Object.entries(CATALOGS))("name every kind in %s", (_, { viewer }) => {
    expect(Object.keys(viewer.kinds).sort()).toEqual([...FILE_KINDS].sort());
  });
});
