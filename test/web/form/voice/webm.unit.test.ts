import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Uncleanable } from "../../../../web/form/clean/reader.ts";
import { plainWebm } from "../../../../web/form/voice/webm.ts";
import { depth } from "../../../tools/depth.ts";
import { join, latin } from "../support/containers.ts";
import { hidden, word } from "../support/planted.ts";
import { recordedWebm } from "../support/recordings.ts";

const SECONDS = 0.7;
const clean = (bytes: Uint8Array): Uint8Array => plainWebm(bytes, SECONDS);
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));
const has = (bytes: Uint8Array, part: Uint8Array | string): boolean => Buffer.from(bytes).includes(Buffer.from(part));

/** An element: its name in hexadecimal, and what is in it. */
function element(id: string, ...content: readonly Uint8Array[]): Uint8Array {
  const inside = join(...content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(0x10000000 + inside.length);
  return join(bytesOf(id), size, inside);
}
const planted = (id: string, where: string): Uint8Array => element(id, latin(word(where)));

/** The parts of the recording, cut where its elements begin. */
const at = (id: string): number => Buffer.from(recordedWebm).indexOf(Buffer.from(id, "hex"));
const header = recordedWebm.subarray(0, at("1549a966"));
const tracks = recordedWebm.subarray(at("1654ae6b"), at("1f43b675"));
const cluster = recordedWebm.subarray(at("1f43b675"));
/** The entry of its one track, without the frame around it: 4 bytes of name, one of size. */
const entry = tracks.subarray(5);
const info = element("1549a966", element("2ad7b1", bytesOf("0f4240")), element("4d80", latin("-")));
/** Until here the size of the segment and of the cluster is unknown, as it is while a browser records. */
const entryContent = entry.subarray(2);

/** Everything that Matroska has for telling who made what, when and with what, each with a word in it. */
const full = join(
  header,
  planted("114d9b74", "seek"),
  planted("ec", "void"),
  element(
    "1549a966",
    element("2ad7b1", bytesOf("0f4240")),
    planted("4d80", "muxer"),
    planted("5741", "writer"),
    planted("7ba9", "title"),
    planted("73a4", "segment"),
    element("4461", bytesOf("0102030405060708")),
  ),
  element(
    "1654ae6b",
    element("ae", entryContent, planted("536e", "track"), planted("22b59c", "language"), planted("258688", "codec")),
  ),
  planted("1941a469", "attachment"),
  cluster,
  planted("1c53bb6b", "cues"),
  planted("1254c367", "tags"),
);

/** A written file without its sound: a broken one may call anything sound, and sound is kept to the byte. */
function withoutSound(written: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < written.length;) {
    const idLength = Math.clz32(written[from] ?? 0) - 23;
    const inside = from + idLength + 4;
    const size = Buffer.from(written).readUInt32BE(inside - 4) - 0x10000000;
    const id = Buffer.from(written.subarray(from, from + idLength)).toString("hex");
    if (["18538067", "1f43b675", "a0"].includes(id)) pieces.push(withoutSound(written.subarray(inside, inside + size)));
    else if (id !== "a3" && id !== "a1") pieces.push(written.subarray(from, inside + size));
    from = inside + size;
  }
  return join(...pieces);
}

describe("plainWebm()", () => {
  it("keeps the sound to the byte, and leaves out the browser's name and the track's number", () => {
    const out = clean(recordedWebm);
    expect(has(recordedWebm, "Chrome")).toBe(true);
    expect(has(out, "Chrome")).toBe(false);
    const uid = Buffer.from(recordedWebm).indexOf(bytesOf("73c5"));
    expect(uid).toBeGreaterThan(0);
    expect(has(out, recordedWebm.subarray(uid + 3, uid + 10))).toBe(false);
    expect(has(out, bytesOf("73c51000000101"))).toBe(true);
    // All blocks of all clusters; the size of a cluster takes eight bytes, that of a block one or two.
    let found = 0;
    for (let from = 0; from < cluster.length;) {
      const [name, size = 0, more = 0] = cluster.subarray(from);
      if (name === 0x1f) from += 12;
      else {
        const start = from + (size < 0x80 ? 3 : 2);
        const end = start + (size < 0x80 ? (size & 0x3f) * 256 + more : size & 0x7f);
        if (name === 0xa3) {
          expect(has(out, cluster.subarray(start, end))).toBe(true);
          found++;
        }
        from = end;
      }
    }
    expect(found).toBeGreaterThan(8);
  });

  it("says how long it is", () => {
    const out = Buffer.from(clean(recordedWebm));
    const place = out.indexOf(bytesOf("448910000008"));
    expect(out.readDoubleBE(place + 6)).toBe(700);
  });

  it("gives the same when it is given its own work", () => {
    const once = clean(recordedWebm);
    expect(clean(once)).toEqual(once);
  });

  it("lets nothing through that tells who, when and with what", () => {
    expect(hidden(full).length).toBeGreaterThan(9);
    expect(clean(full)).toEqual(clean(recordedWebm));
  });

  it("leaves out what hides in a cluster and in a block", () => {
    const group = element("a0", element("a1", bytesOf("81000000fb03")), planted("75a1", "addition"));
    const one = join(
      header,
      info,
      tracks,
      element("1f43b675", element("e7", bytesOf("00")), group, planted("ec", "void")),
    );
    expect(hidden(one)).toHaveLength(2);
    expect(hidden(clean(one))).toEqual([]);
    expect(has(clean(one), bytesOf("a11000000681000000fb03"))).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a header alone", header],
    ["no track", join(header, info, cluster)],
    ["no sound", join(header, info, tracks)],
    ["another codec", join(header, info, element("1654ae6b", element("ae", planted("86", "codec"))), cluster)],
    [
      "words in the place of the codec's facts",
      join(header, info, element("1654ae6b", element("ae", planted("63a2", "facts"))), cluster),
    ],
    ["another unit of time", join(header, element("1549a966", element("2ad7b1", bytesOf("01"))), tracks, cluster)],
    ["words in the place of sound", join(header, info, tracks, element("1f43b675", planted("a3", "block")))],
    ["an end that is cut off", recordedWebm.subarray(0, recordedWebm.length - 1)],
    ["an MP4", latin("\0\0\0\x18ftypisom")],
  ])("refuses %s", (_, bytes) => {
    expect(() => clean(join(header, info, tracks, cluster))).not.toThrow();
    expect(() => clean(bytes)).toThrow(Uncleanable);
  });

  it("cleans or refuses whatever is broken, and lets no planted word through but as sound", () => {
    let kept = 0;
    fc.assert(
      fc.property(fc.nat({ max: full.length - 1 }), fc.nat({ max: 255 }), fc.nat({ max: 3 }), (where, value, how) => {
        const [head, tail] = [full.subarray(0, where), full.subarray(where)];
        const broken = [
          () => join(head, Uint8Array.of(value), tail.subarray(1)),
          () => join(head, tail.subarray(value)),
          () => join(head, tail.subarray(0, value), tail),
          () => head,
        ][how] as () => Uint8Array;
        try {
          expect(hidden(withoutSound(clean(broken())))).toEqual([]);
          kept++;
        } catch (error) {
          if (!(error instanceof Uncleanable)) throw error;
        }
      }),
      { numRuns: depth(2_000, 200_000) },
    );
    expect(kept).toBeGreaterThan(0);
  });
});
