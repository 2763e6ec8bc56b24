import { describe, expect, it } from "@jest/globals";
import { ATTACHMENT_NAME_MAX_BYTES, ATTACHMENTS_MAX_BYTES } from "../../../../security/index.ts";
import { inputsOf } from "../../../../web/form/attachments/added.ts";
import { take, uncleaned } from "../../../../web/form/attachments/take.ts";
import { cleaned } from "../support/cleaning.ts";
import { fullJpeg, fullPng, fullWebp, hidden } from "../support/planted.ts";
import { baselineJpeg, lossyWebp, truePng } from "../support/pictures.ts";

const fileOf = (bytes: Uint8Array | string, name = "IMG_20261121_101112.jpg", type = "image/jpeg"): File =>
  new File([bytes as Uint8Array<ArrayBuffer>], name, { type });
const bytesOf = async (blob: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<Uint8Array> =>
  new Uint8Array(await blob.arrayBuffer());

/** Counts the bytes that are read of a file. */
function counting(file: File): { file: File; read: () => number } {
  let read = 0;
  const [slice, whole] = [file.slice.bind(file), file.arrayBuffer.bind(file)];
  file.slice = (from = 0, to = file.size, type = "") => {
    read += Math.min(to, file.size) - from;
    return slice(from, to, type);
  };
  file.arrayBuffer = () => {
    read += file.size;
    return whole();
  };
  return { file, read: () => read };
}
const claiming = (size: number): File => Object.defineProperty(fileOf(baselineJpeg), "size", { value: size });

describe("take()", () => {
  it.each<[string, Uint8Array, string, string]>([
    ["a JPEG", fullJpeg(baselineJpeg), "image/jpeg", "jpg"],
    ["a PNG", fullPng(truePng()), "image/png", "png"],
    ["a WebP", fullWebp(lossyWebp), "image/webp", "webp"],
  ])(
    "cleans %s by what it is, whatever it is called, and keeps what was chosen beside it",
    async (_, bytes, type, ending) => {
      const file = fileOf(bytes, "notes.txt", "text/plain");
      const taken = await take(file);
      expect(taken).toMatchObject({ kind: "added", added: { what: "picture", state: "cleaned", type, ending } });
      if (taken.kind !== "added") throw new Error("not added");
      expect(taken.added.original).toBe(file);
      expect(taken.added.keepsOriginal).toBeUndefined();
      const kept = await bytesOf(taken.added.content.slice(0, taken.added.content.size));
      expect(hidden(bytes).length).toBeGreaterThan(0);
      expect(hidden(kept)).toEqual([]);
      expect([...kept]).toEqual([...cleaned(bytes).bytes]);
    },
  );

  it.each<[string, File, "empty" | "big" | "unreadable"]>([
    ["no bytes", fileOf(""), "empty"],
    ["a byte more than fits", claiming(ATTACHMENTS_MAX_BYTES + 1), "big"],
    [
      "bytes that cannot be read",
      Object.assign(fileOf(baselineJpeg), { slice: () => ({ arrayBuffer: () => Promise.reject(new Error("gone")) }) }),
      "unreadable",
    ],
    [
      "a beginning that can be read and a rest that cannot",
      Object.assign(fileOf(baselineJpeg), { arrayBuffer: () => Promise.reject(new Error("gone")) }),
      "unreadable",
    ],
  ])("leaves a file of %s", async (_, file, why) => {
    expect(await take(fileOf(baselineJpeg))).toMatchObject({ kind: "added" });
    expect(await take(file)).toEqual({ kind: "left", why });
  });

  it("takes a file of all the bytes that there may be", async () => {
    expect(await take(claiming(ATTACHMENTS_MAX_BYTES))).toMatchObject({ kind: "added" });
  });

  it("reads nothing of a file that is too large, and the beginning alone of what it does not clean", async () => {
    const large = counting(claiming(ATTACHMENTS_MAX_BYTES + 1));
    await take(large.file);
    expect(large.read()).toBe(0);
    const pdf = counting(fileOf(`%PDF-1.7${" ".repeat(100_000)}`));
    expect(await take(pdf.file)).toEqual({ kind: "asks", file: pdf.file, reason: "pdf" });
    expect(pdf.read()).toBe(4096);
  });

  it("asks about a picture that is cut off, and about one that only says to be a picture", async () => {
    const cut = fileOf(baselineJpeg.subarray(0, 40));
    expect(await take(cut)).toEqual({ kind: "asks", file: cut, reason: "damaged" });
    const text = fileOf("Bonjour");
    expect(await take(text)).toEqual({ kind: "asks", file: text, reason: "unknown" });
    const byte = fileOf("x");
    expect(await take(byte)).toMatchObject({ kind: "asks", reason: "unknown" });
  });
});

describe("uncleaned()", () => {
  const OVERRIDE = "\u202e";

  it.each<[string, string, string]>([
    ["an ordinary one", "CV Maria Lopez.pdf", "pdf"],
    ["capitals", "SCAN.PDF", "pdf"],
    ["an override that shows exe.jpg as its end", `photo${OVERRIDE}gpj.exe`, "exe"],
    ["an override within the ending", `photo.e${OVERRIDE}xe`, "bin"],
    ["a mark behind the ending", "photo.jpg\u200f", "bin"],
    ["a path", "../../etc/passwd", "bin"],
    ["a path that ends like a file", "C:\\Users\\Maria\\..\\lettre.doc", "doc"],
    ["a separator in the ending", "lettre.d/oc", "bin"],
    ["letters that look like others", "lettre.dос", "bin"],
    ["a null", "lettre.doc\0", "bin"],
    ["a line's end", "lettre.doc\n", "bin"],
    ["an ending that is a name", "scan.mariagarcia", "bin"],
    ["no ending", "lettre", "bin"],
    ["a point alone", ".", "bin"],
    ["nothing", "", "bin"],
    ["more letters than any system takes", `${"é".repeat(5_000)}.odt`, "odt"],
    ["letters cut in two", `\ud83d.\udcf7`, "bin"],
  ])("keeps of a name only a short and plain ending: %s", (_, name, ending) => {
    const one = uncleaned(fileOf("x", name, ""));
    expect(one).toMatchObject({ what: "file", state: "uncleaned", ending });
    const [input] = inputsOf([one]);
    expect(input?.name).toBe(`file-1.${ending}`);
    expect(Buffer.byteLength(input?.name ?? "")).toBeLessThanOrEqual(ATTACHMENT_NAME_MAX_BYTES);
  });

  it.each<[string, string]>([
    ["application/pdf", "application/pdf"],
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "same"],
    [`${"a".repeat(19)}/${"b".repeat(80)}`, "same"],
    [`${"a".repeat(20)}/b`, ""],
    [`a/${"b".repeat(81)}`, ""],
    ["", ""],
    ["pdf", ""],
    ["application/", ""],
    ["/pdf", ""],
    ["a/b/c", ""],
    ["text/plain;charset=Maria", ""],
    ["text/plain name=Maria", ""],
    ["text/plain\n", ""],
    ["text/pl\u202eain", ""],
    ["../../x", ""],
    ["téxt/plain", ""],
    ["<b>/x", ""],
  ])("tells a media type and nothing else: %j", (declared, told) => {
    // Browsers take other signs out themselves; what a system or an extension gives them is not theirs to vouch for.
    const file = Object.defineProperty(fileOf("x", "a.bin"), "type", { value: declared });
    expect(uncleaned(file).type).toBe(told === "same" ? declared : told);
  });

  it("leaves the file where it is", () => {
    const { file, read } = counting(fileOf("%PDF-1.7", "a.pdf", "application/pdf"));
    expect(uncleaned(file).content).toBe(file);
    expect(read()).toBe(0);
  });
});
