import { beforeAll, describe, expect, it } from "@jest/globals";
import { encodeCbor, type CborValue } from "../../security/cbor.ts";
import { concat, fromHex, toHex, u32, utf8 } from "../../security/bytes.ts";
import { LABELS } from "../../security/labels.ts";
import { pad } from "../../security/padding.ts";
import {
  NO_VIEWS,
  openViews,
  sealViews,
  viewsKey,
  type SavedView,
  type ViewsContent,
} from "../../security/savedViews.ts";
import { loadSodium } from "../../security/primitives/loadNode.ts";
import { engines } from "../tools/engines.ts";
import { flipBit } from "../tools/forge.ts";

const VIEWS: readonly SavedView[] = [
  { name: "À moi, en retard", filter: { holder: "mine", due: "overdue" } },
  {
    name: "tout",
    filter: {
      level: 0,
      desk: 65_535,
      due: "soon",
      holder: "handed",
      state: "closed",
      language: "ur",
      kind: "unknown",
      news: "none",
      child: true,
      assisted: false,
      label: "é".repeat(50),
      text: "x".repeat(200),
    },
  },
  { name: "rien", filter: {} },
];
const FULL: ViewsContent = {
  views: Array.from({ length: 16 }, (_, i) => ({ ...VIEWS[1], name: `${i}`.padEnd(100, "x") }) as SavedView),
  singleKeys: false,
};

describe.each(await engines())("saved views on $engine", ({ p }) => {
  const seed = p.randomBytes(32);
  const officerId = p.randomBytes(16);
  const place = { officerId, counter: 7 };
  let key: Uint8Array;
  let sealed: Uint8Array;
  beforeAll(async () => {
    key = await viewsKey(p, seed);
    sealed = sealViews(p, key, { ...place, content: { views: VIEWS, singleKeys: true } });
  });
  const refused = (code: string) => expect.objectContaining({ name: "SecurityError", code });

  it("come back as they were, always in 8192 bytes, however many there are", () => {
    expect(openViews(p, key, sealed, place)).toEqual({ views: VIEWS, singleKeys: true });
    for (const content of [NO_VIEWS, FULL]) {
      const blob = sealViews(p, key, { ...place, content });
      expect(blob).toHaveLength(8192);
      expect(openViews(p, key, blob, place)).toEqual(content);
    }
    expect(toHex(sealed)).not.toContain(toHex(utf8("tout")));
  });

  it("open with the officer's own seed alone, for that officer and that counter, unchanged", async () => {
    expect(await viewsKey(p, seed)).toEqual(key);
    const other = await viewsKey(p, p.randomBytes(32));
    expect(() => openViews(p, other, sealed, place)).toThrow(refused("open_failed"));
    for (const change of [{ officerId: p.randomBytes(16) }, { counter: 8 }]) {
      expect(() => openViews(p, key, sealed, { ...place, ...change })).toThrow(refused("open_failed"));
    }
    for (const bit of [0, 24 * 8, 4000 * 8, 8191 * 8]) {
      expect(() => openViews(p, key, flipBit(sealed, bit), place)).toThrow(refused("open_failed"));
    }
    expect(() => openViews(p, key, sealed.slice(1), place)).toThrow(refused("malformed"));
  });

  it("are refused when older ones are handed back", () => {
    expect(openViews(p, key, sealed, { ...place, seenCounter: 7 }).views).toHaveLength(3);
    expect(() => openViews(p, key, sealed, { ...place, seenCounter: 8 })).toThrow(refused("views_rolled_back"));
  });

  it("hold nothing but what a view says", () => {
    const blobOf = (content: CborValue): Uint8Array => {
      const nonce = p.randomBytes(24);
      const aad = concat(utf8(LABELS.views), officerId, u32(7));
      return concat(nonce, p.xchachaSeal(key, nonce, pad(encodeCbor(content), 8152), aad));
    };
    const withView = (...fields: [number, CborValue][]): CborValue =>
      new Map<number, CborValue>([
        [0, [new Map<number, CborValue>([[0, "a"], ...fields])]],
        [1, true],
      ]);
    expect(openViews(p, key, blobOf(withView()), place)).toEqual({
      views: [{ name: "a", filter: {} }],
      singleKeys: true,
    });
    const wrong: CborValue[] = [
      withView([1, 4]),
      withView([2, 0]),
      withView([3, 3]),
      withView([7, "pay"]),
      withView([9, 1]),
      withView([11, "x".repeat(101)]),
      withView([12, "x".repeat(201)]),
      withView([13, 0]),
      new Map<number, CborValue>([[0, []]]),
      new Map<number, CborValue>([
        [0, []],
        [1, true],
        [2, 0],
      ]),
      new Map<number, CborValue>([
        [0, Array.from({ length: 17 }, (_, i) => new Map([[0, `${i}`]]))],
        [1, true],
      ]),
      new Map<number, CborValue>([
        [0, [new Map([[0, "a"]]), new Map([[0, "a"]])]],
        [1, true],
      ]),
      new Map<number, CborValue>([
        [0, [new Map([[0, " a"]])]],
        [1, true],
      ]),
    ];
    for (const content of wrong) {
      expect(() => openViews(p, key, blobOf(content), place)).toThrow(refused("malformed"));
    }
  });

  it("are not sealed when they could not be read again", () => {
    const seal = (views: readonly SavedView[]) => sealViews(p, key, { ...place, content: { views, singleKeys: true } });
    expect(seal([{ name: "a", filter: {} }])).toHaveLength(8192);
    for (const name of ["", " a", "x".repeat(101), "a\nb"]) {
      expect(() => seal([{ name, filter: {} }])).toThrow(refused("out_of_range"));
    }
    expect(() => seal([...FULL.views, { name: "a", filter: {} }])).toThrow(refused("out_of_range"));
    expect(() => seal([{ name: "a", filter: { level: 4 } }])).toThrow(refused("out_of_range"));
  });
});

it("viewsKey() is as PROTOCOL.md says", async () => {
  const p = await loadSodium();
  const seed = fromHex("00".repeat(32));
  const prk = await p.hmacSha256(new Uint8Array(32), seed);
  const okm = await p.hmacSha256(prk, utf8("abri/v1/views-key"), Uint8Array.of(1));
  expect(await viewsKey(p, seed)).toEqual(okm);
});
