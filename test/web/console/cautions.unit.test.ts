import { describe, expect, it } from "@jest/globals";
import { cautionsOf, type Known } from "../../../web/console/domain/cautions.ts";

const KNOWN: Known = {
  officers: ["Agente Tremblay", "Rose Nguyễn", "مریم"],
  aliases: ["aiguille tortue"],
  place: "1450, rue Sainte-Élisabeth",
  accused: "Restaurant du Port",
};
const found = (text: string): [string, string][] => cautionsOf(text, KNOWN).map((each) => [each.kind, each.found]);

describe("cautionsOf()", () => {
  it.each([
    "Bonjour. Vous avez des droits. Écrivez-nous quand vous pouvez.",
    "En danger, appelez le 911 ou le 811.",
    "Nous pouvons vous voir le 12 mars 2026 de 14:30 à 15:30.",
    "Rendez-vous le 2026-03-12, ou le 12/03/2026.",
    "Une rose, un port, une aiguille.",
    "Merci.Au revoir",
    "您现在安全吗？如有危险，请拨打 911。",
    "هل أنت في أمان الآن؟",
  ])("has nothing against a plain answer: %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("sees an officer of the roster, by the whole name and by a part that is written as a name", () => {
    expect(found("Demandez AGENTE TREMBLAY.")).toEqual([["officer", "Agente Tremblay"]]);
    expect(found("Demandez Tremblay.")).toEqual([["officer", "tremblay"]]);
    expect(found("Ask for Nguyen.")).toEqual([["officer", "nguyen"]]);
    expect(found("با مريم حرف بزنید")).toEqual([["officer", "مریم"]]);
  });

  it("sees another case: its two words, with or without accents, and its number", () => {
    expect(found("Comme dans Aiguille-Tortue.")).toEqual([["case", "aiguille tortue"]]);
    const id = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0c01";
    expect(found(`Dossier ${id}`).filter(([kind]) => kind === "case")).toEqual([["case", id]]);
  });

  it("sees a follow-up code, whole or in part, in the digits of any script", () => {
    expect(found("Votre code : 001 002 003 004 005 006 007 008 595.")).toEqual([
      ["code", "001 002 003 004 005 006 007 008 595"],
    ]);
    expect(found("001-002-003-004")).toEqual([["code", "001-002-003-004"]]);
    expect(found("০০১ ০০২ ০০৩ ০০৪ ০০৫").map(([kind]) => kind)).toEqual(["code"]);
  });

  it("sees what leads to the person: where it happens, and who is accused", () => {
    expect(found("Restez loin du restaurant du port.")).toEqual([["accused", "Restaurant du Port"]]);
    expect(found("au 1450 rue sainte elisabeth")).toEqual([["place", "1450, rue Sainte-Élisabeth"]]);
    expect(cautionsOf("Restez.", { ...KNOWN, place: "", accused: " " })).toEqual([]);
  });

  it("sees a telephone number, an address of mail and a link, which may be wanted", () => {
    expect(found("Appelez le 514 555-0199.")).toEqual([["phone", "514 555-0199"]]);
    expect(found("+33 6 12 34 56 78")).toEqual([["phone", "+33 6 12 34 56 78"]]);
    expect(found("٥١٤ ٥٥٥ ٠١٩٩").map(([kind]) => kind)).toEqual(["phone"]);
    expect(found("aide@exemple.org")).toEqual([["email", "aide@exemple.org"]]);
    expect(found("Voyez https://exemple.org/a et www.exemple.test")).toEqual([
      ["link", "https://exemple.org/a"],
      ["link", "www.exemple.test"],
    ]);
    expect(found("Voyez educaloi.qc.ca.")).toEqual([["link", "educaloi.qc.ca"]]);
  });

  it("says each thing once", () => {
    expect(found("514 555-0199, oui 514 555-0199")).toHaveLength(1);
  });
});
