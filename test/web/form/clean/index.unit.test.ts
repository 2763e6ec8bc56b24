import { describe, expect, it } from "@jest/globals";
import { clean, endingOf, type Reason } from "../../../../web/form/clean/index.ts";
import { readOrientation } from "../../../../web/form/clean/orientation.ts";
import { ORIENTATIONS } from "../support/cleaning.ts";
import { latin } from "../support/containers.ts";
import { exif } from "../support/planted.ts";

const box = (brand: string): Uint8Array => latin(`\0\0\0\x18ftyp${brand}\0\0\0\0mif1heic`);

describe("clean() of anything else", () => {
  it.each<[string, Reason, Uint8Array, string, string]>([
    ["HEIC", "heic", box("heic"), "IMG_1.HEIC", ""],
    ["HEIC that is called a JPEG", "heic", box("mif1"), "IMG_1.jpg", "image/jpeg"],
    ["AVIF", "picture", box("avif"), "a.avif", ""],
    ["GIF", "picture", latin("GIF89a...."), "a.gif", ""],
    ["TIFF or raw", "picture", latin("II*\0...."), "a.dng", ""],
    ["SVG", "picture", latin('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), "a.svg", ""],
    ["PDF", "pdf", latin("%PDF-1.7"), "a.pdf", ""],
    ["PDF behind some bytes", "pdf", latin("\n\n%PDF-1.4"), "a", ""],
    ["Word", "office", latin("PK\x03\x04\x14\0\x06\0[Content_Types].xml"), "a", ""],
    ["OpenDocument", "office", latin("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text"), "a.odt", ""],
    ["old Word", "office", latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "a.doc", ""],
    ["Word that hides its list", "office", latin("PK\x03\x04...."), "CV Maria.docx", ""],
    ["ZIP", "archive", latin("PK\x03\x04photos/1.jpg"), "a.zip", ""],
    ["MP3", "audio", latin("ID3\x04"), "a.mp3", ""],
    ["MP3 without a tag", "audio", Uint8Array.of(0xff, 0xfb, 0x90, 0x44), "a", ""],
    ["voice of an iPhone", "audio", box("M4A "), "New Recording.m4a", ""],
    ["recorded voice", "audio", latin("\x1a\x45\xdf\xa3webm"), "a.webm", "audio/webm;codecs=opus"],
    ["film in WebM", "video", latin("\x1a\x45\xdf\xa3webm"), "a.webm", "video/webm"],
    ["film", "video", box("isom"), "VID_1.mp4", "video/mp4"],
    ["sound in MP4", "audio", box("isom"), "a.mp4", "audio/mp4"],
    ["WAV", "audio", latin("RIFF\0\0\0\0WAVE"), "a.wav", ""],
    ["text", "unknown", latin("Bonjour"), "a.txt", "text/plain"],
    ["nothing", "unknown", new Uint8Array(0), "", ""],
    ["one byte", "unknown", Uint8Array.of(0xff), "a.jpg", "image/jpeg"],
  ])("tells what %s is", (_, reason, bytes, name, declared) => {
    expect(clean(bytes, name, declared)).toEqual({ kind: "uncleanable", reason });
  });
});

describe("readOrientation()", () => {
  it.each(ORIENTATIONS)("reads %i in both byte orders", (orientation) => {
    expect(readOrientation(exif(orientation))).toBe(orientation);
    expect(readOrientation(exif(orientation, true))).toBe(orientation);
  });

  it("takes what is broken, or says none of the eight, for upright", () => {
    expect(readOrientation(exif(9))).toBe(1);
    expect(readOrientation(exif(0))).toBe(1);
    const block = exif(6);
    for (let length = 0; length < block.length; length++) {
      expect([1, 6]).toContain(readOrientation(block.subarray(0, length)));
    }
    expect(readOrientation(latin("MM\0*\xff\xff\xff\xff"))).toBe(1);
  });
});

describe("endingOf()", () => {
  it.each([
    [endingOf("IMG_20261121_101112.JPG", "image/jpeg"), "jpg"],
    [endingOf("photo.jpg", "image/webp"), "webp"],
    [endingOf("CV Maria Lopez.PDF"), "pdf"],
    [endingOf("passport"), "bin"],
    [endingOf("a.maria-lopez"), "bin"],
    [endingOf("../../a.é"), "bin"],
  ])("gives %s", (ending, expected) => {
    expect(ending).toBe(expected);
  });
});
