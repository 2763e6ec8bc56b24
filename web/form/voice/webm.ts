/**
 * A recorded voice in WebM, written anew from an allow-list (RFC 8794 EBML, RFC 9559 Matroska): which codec, how fast, and
 * the sound. Browsers also write their name and version, the date, and a random number for the track.
 */
import { join, letters, lengthOf, must, Reader } from "../clean/reader.ts";

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;

const TIMECODE_SCALE = 0x2ad7b1;
const TRACK_ENTRY = 0xae;
const TRACK_UID = 0x73c5;
const CODEC_ID = 0x86;
const CODEC_PRIVATE = 0x63a2;
const AUDIO = 0xe1;
const CLUSTER_TIME = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;

/** The number that browsers give their one track, as a block begins with it. */
const FIRST_TRACK = 0x81;

/** What is kept of an element that has others inside; a number is the most bytes that one of them may have. */
const KEPT: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  // Number, type, lacing, codec, its 19 bytes, its delay and pre-roll, the audio element.
  [TRACK_ENTRY]: { 0xd7: 8, 0x83: 8, 0x9c: 8, [CODEC_ID]: 6, [CODEC_PRIVATE]: 19, 0x56aa: 8, 0x56bb: 8, [AUDIO]: 99 },
  // Rate, channels, bits.
  [AUDIO]: { 0xb5: 8, 0x9f: 8, 0x6264: 8 },
  [CLUSTER]: { [CLUSTER_TIME]: 8, [SIMPLE_BLOCK]: 2 ** 16, [BLOCK_GROUP]: 2 ** 16 },
  // The sound, how long it is, and how much of its end is silence.
  [BLOCK_GROUP]: { [BLOCK]: 2 ** 16, 0x9b: 8, 0x75a2: 8 },
};

/** Matroska's own unit, and what browsers write. Nanoseconds. */
const MILLISECOND = 1_000_000;

interface Element {
  readonly id: number;
  readonly from: number;
  /** `null`: it goes on until something begins that cannot be inside. */
  readonly to: number | null;
}

function elementAt(file: Reader, at: number): Element {
  const idBytes = Math.clz32(file.u8(at)) - 23;
  must(idBytes <= 4, "an element without a name");
  const sizeAt = at + idBytes;
  const first = file.u8(sizeAt);
  const sizeBytes = Math.clz32(first) - 23;
  must(sizeBytes <= 8, "an element without a size");
  const from = sizeAt + sizeBytes;
  const rest = file.slice(sizeAt + 1, sizeBytes - 1);
  const head = first & (0xff >> sizeBytes);
  const unknown = head === 0xff >> sizeBytes && rest.every((byte) => byte === 0xff);
  const size = unsigned(Uint8Array.of(head, ...rest));
  return { id: unsigned(file.slice(at, idBytes)), from, to: unknown ? null : from + size };
}

const unsigned = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

/** The elements between two places. One of unknown size ends where the next of its own level, or a higher one, begins. */
function* children(file: Reader, from: number, to: number): Generator<{ id: number; from: number; to: number }> {
  for (let at = from; at < to;) {
    const { id, from: inside, to: known } = elementAt(file, at);
    let end = known ?? inside;
    if (known === null) {
      must(id === CLUSTER, "an element without an end");
      // What may be in a cluster has a name of one or two bytes, what follows it has one of four.
      while (end < to) {
        const next = elementAt(file, end);
        if (next.id > 0xffff) break;
        must(next.to !== null, "an element without an end");
        end = next.to;
      }
    }
    must(end <= to, "cut off");
    yield { id, from: inside, to: end };
    at = end;
  }
}

function element(id: number, content: readonly Uint8Array[]): Uint8Array[] {
  const name = [24, 16, 8, 0].map((by) => (id >>> by) & 0xff).filter((_, i, all) => all.slice(0, i + 1).some(Boolean));
  const size = lengthOf(content);
  return [Uint8Array.of(...name, 0x10 | (size >>> 24), size >>> 16, size >>> 8, size), ...content];
}
const number = (id: number, ...bytes: readonly number[]): Uint8Array[] => element(id, [Uint8Array.from(bytes)]);
const text = (id: number, value: string): Uint8Array[] => element(id, [letters(value)]);

/** An element with what may be in it. */
function plain(file: Reader, id: number, from: number, to: number): Uint8Array[] {
  const content: Uint8Array[] = [];
  for (const child of children(file, from, to)) {
    const length = child.to - child.from;
    const most = KEPT[id]?.[child.id];
    if (most === undefined) continue;
    must(length <= most, "an element of another form");
    const bytes = file.slice(child.from, length);
    if (child.id === CODEC_ID) must(new Reader(bytes).says("A_OPUS", 0), "another codec");
    if (child.id === CODEC_PRIVATE) must(new Reader(bytes).says("OpusHead", 0), "another codec");
    // Sound says first whose it is: of the one track. Words that came to stand in its place do not.
    if (child.id === SIMPLE_BLOCK || child.id === BLOCK) must(bytes[0] === FIRST_TRACK, "sound of another track");
    if (KEPT[child.id]) content.push(...plain(file, child.id, child.from, child.to));
    else content.push(...element(child.id, [bytes]));
  }
  return element(id, id === TRACK_ENTRY ? [...content, ...number(TRACK_UID, 1)] : content);
}

/**
 * @param bytes as `MediaRecorder` gives them, one track of Opus
 * @param seconds how long it is, which browsers do not write while they record; players want it
 * @throws Uncleanable when it is anything else
 */
export function plainWebm(bytes: Uint8Array, seconds: number): Uint8Array {
  const file = new Reader(bytes);
  const header = elementAt(file, 0);
  must(header.id === EBML && header.to !== null, "not WebM");
  const segment = elementAt(file, header.to);
  must(segment.id === SEGMENT, "not WebM");
  const tracks: Uint8Array[] = [];
  const clusters: Uint8Array[] = [];
  for (const { id, from, to } of children(file, segment.from, segment.to ?? file.length)) {
    if (id === CLUSTER) for (const piece of plain(file, CLUSTER, from, to)) clusters.push(piece);
    if (id === INFO) {
      for (const child of children(file, from, to)) {
        const scale = unsigned(file.slice(child.from, child.to - child.from));
        must(child.id !== TIMECODE_SCALE || scale === MILLISECOND, "another unit of time");
      }
    }
    if (id !== TRACKS) continue;
    for (const child of children(file, from, to)) {
      if (child.id === TRACK_ENTRY) tracks.push(...plain(file, TRACK_ENTRY, child.from, child.to));
    }
  }
  must(tracks.length > 0 && clusters.length > 0, "no sound");
  const duration = new Uint8Array(8);
  new DataView(duration.buffer).setFloat64(0, seconds * 1000);
  const info = [
    ...number(TIMECODE_SCALE, 0x0f, 0x42, 0x40),
    ...element(0x4489, [duration]),
    // Both are required, and are nobody's.
    ...text(0x4d80, "-"),
    ...text(0x5741, "-"),
  ];
  return join([
    ...element(EBML, [
      ...number(0x4286, 1),
      ...number(0x42f7, 1),
      ...number(0x42f2, 4),
      ...number(0x42f3, 8),
      ...text(0x4282, "webm"),
      ...number(0x4287, 4),
      ...number(0x4285, 2),
    ]),
    ...element(SEGMENT, [...element(INFO, info), ...element(TRACKS, tracks), ...clusters]),
  ]);
}
