import { describe, expect, it } from "@jest/globals";
import { fillInsOf, fillTemplate, isUnfilled } from "../../../web/console/domain/template.ts";

const BLANKS = { question: "Question", place: "Lieu", time: "Jour et heure", service: "Service" };

describe("fillTemplate()", () => {
  it("puts in what was typed, and names in braces, as the officer's fields do, what was not", () => {
    const template = "Place: {place}. Time: {time}.";
    expect(fillTemplate(template, { place: " 12, rue Une ", time: "14:00" }, BLANKS)).toBe(
      "Place: 12, rue Une. Time: 14:00.",
    );
    expect(fillTemplate(template, { time: "14:00", place: "  " }, BLANKS)).toBe("Place: {Lieu}. Time: 14:00.");
  });

  it("fills in once: what was typed is no template", () => {
    const filled = fillTemplate("{place} {time}", { place: "{time}", time: "now" }, BLANKS);
    expect(filled).toBe("{time} now");
    expect(isUnfilled(filled)).toBe(true);
  });

  it("isolates what may turn the text around it, and nothing else", () => {
    expect(fillTemplate("المكان: {place}.", { place: "CLSC 12" }, BLANKS)).toBe("المكان: \u2068CLSC 12\u2069.");
    expect(fillTemplate("Place: {place}.", { place: "بيت" }, BLANKS)).toBe("Place: \u2068بيت\u2069.");
    expect(fillTemplate("المكان: {place}.", {}, BLANKS)).toBe("المكان: \u2068{Lieu}\u2069.");
    expect(fillTemplate("Place: {place}.", { place: "CLSC" }, BLANKS)).toBe("Place: CLSC.");
  });
});

describe("isUnfilled()", () => {
  it("takes any brace for something left to fill in", () => {
    expect(["Bonjour.", "Place: {place}", "Place: {plac", "time}", "{ }"].map(isUnfilled)).toEqual([
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});

describe("fillInsOf()", () => {
  it("names each once, in the order of their fields, and knows no others", () => {
    expect(fillInsOf("{time} {place} {time} {name}")).toEqual(["place", "time"]);
  });
});
