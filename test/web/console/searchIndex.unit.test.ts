import { describe, expect, it } from "@jest/globals";
import type { Passage } from "../../../web/console/domain/passages.ts";
import { searchIn } from "../../../web/console/domain/searchIndex.ts";

const passage = (id: string, text: string): Passage => ({ id, caseId: id, kind: "report", text });

const TEXTS = {
  fr: "Mon employeur garde mon passeport. L’agence de Montréal a pris 4000 dollars.",
  ar: "صاحب العمل يحتجز جوازي منذ أبريل. أحمد شاهد.",
  fa: "صاحب‌خانه تهدید می‌کند.",
  bn: "তিন মাস ধরে বেতন দেয় না।",
  hi: "मालिक क़ागज़ नहीं देता।",
  zh: "雇主拿走了我的护照，不给工资。",
  vi: "Chủ nhà ở Đường số 9 giữ giấy tờ.",
};
const search = searchIn(Object.entries(TEXTS).map(([id, text]) => passage(id, text)));
const ids = (query: string): string[] => search(query).hits.map(({ passage: { id } }) => id);
const marked = (query: string): string[] =>
  search(query)
    .hits.flatMap(({ excerpt }) => excerpt)
    .filter(({ found }) => found)
    .map(({ text }) => text);

describe("searchIn()", () => {
  it.each([
    ["PASSEPORT", "fr", ["passeport"]],
    ["montreal", "fr", ["Montréal"]],
    ["agence employ", "fr", ["employeur", "agence"]],
    ["احمد", "ar", ["أحمد"]],
    ["جواز", "ar", ["جوازي"]],
    ["میکند", "fa", ["می‌کند"]],
    ["বেতন", "bn", ["বেতন"]],
    ["काग", "hi", ["क़ागज़"]],
    ["护照", "zh", ["护照"]],
    ["我的护照", "zh", ["我的护照"]],
    ["资", "zh", ["资"]],
    ["duong giay", "vi", ["Đường", "giấy"]],
    ["৪০০০", "fr", ["4000"]],
  ])("finds %s", (query, id, found) => {
    expect(ids(query)).toEqual([id]);
    expect(marked(query)).toEqual(found);
  });

  it("wants every word, forgives a letter in a long one, and takes nothing for a word that is not there", () => {
    expect(ids("passeport Montréal")).toEqual(["fr"]);
    expect(ids("passeport Toronto")).toEqual([]);
    expect(ids("passepart")).toEqual(["fr"]);
    expect(ids("护我")).toEqual([]);
    expect(ids("?!")).toEqual([]);
  });

  it("shows a long passage around what was found, and loses none of the shown text to the cutting", () => {
    const text = `${"avant ".repeat(60)}aiguille ${"après ".repeat(60)}`;
    const { hits } = searchIn([passage("a", text)])("aiguille");
    const shown = hits[0]?.excerpt.map((piece) => piece.text).join("") ?? "";
    expect(shown.length).toBeLessThan(300);
    expect(shown).toMatch(/^… ?(?:avant )+aiguille (?:après ?)+…$/);
    expect(text).toContain(shown.replaceAll("…", ""));
  });

  it("says how many there are when it does not show all", () => {
    const many = Array.from({ length: 60 }, (_, i) => passage(String(i), `mot ${i}`));
    const { hits, count } = searchIn(many)("mot");
    expect([hits.length, count]).toEqual([50, 60]);
  });
});
