import { describe, expect, it } from "@jest/globals";
import { DESK_RESTRICTED } from "../../../security/index.ts";
import { newPage } from "../../tools/browser.ts";
import { browser, server, startForm } from "./support/stage.ts";
import { Walker } from "./support/walk.ts";

startForm();

describe("the journey", () => {
  it("carries every answer of a person, in French, into an envelope that the desk opens", async () => {
    const { page, context, complaints } = await newPage(browser);
    const walk = new Walker(page, "fr");
    await walk.open(server.origin);
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.soon");
    await walk.answer("subject", "a.subject.me");
    await walk.answer("phone", "a.phoneChecked.yes");
    await walk.answer("kinds", "a.kinds.pay", "a.kinds.police");
    await walk.on("question-narrative");
    await walk.write("f.narrative", "On me doit trois mois. নমস্কার");
    await walk.press("continue");
    await walk.on("question-when");
    await page.locator("#f-when-2").check();
    await page.locator("#f-still-1").check();
    await walk.press("continue");
    await walk.on("question-accused");
    await walk.tick("a.accused.employer", "a.accused.police");
    await walk.write("f.accusedName", "Entreprise X");
    await walk.press("continue");
    await walk.on("question-place");
    await walk.write("f.place", "Un entrepôt à Lachine");
    await walk.press("continue");
    await walk.answer("signs", "a.signs.pay_withheld", "a.signs.threats");
    await walk.answer("child", "a.child.no");
    await walk.answer("help", "a.help.rights");
    await walk.answer("consent", "a.consent.support", "a.consent.labour_housing");
    await walk.answer("comeBack", "a.comeBack.days");
    await walk.on("review");
    await walk.tick("review.before");
    await walk.press("continue");
    const code = await walk.throughCode();
    await walk.on("done");

    expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /v1/directory",
      "POST /v1/envelopes",
    ]);
    const { slip, opened } = await server.open(server.envelopes()[0] as Uint8Array);
    const answers = {
      danger: "soon",
      subject: "me",
      phoneChecked: "yes",
      kinds: ["pay", "police"],
      narrative: "On me doit trois mois. নমস্কার",
      when: "week",
      still: "yes",
      accused: ["employer", "police"],
      accusedName: "Entreprise X",
      place: "Un entrepôt à Lachine",
      signs: ["pay_withheld", "threats"],
      child: "no",
      help: ["rights"],
      consent: ["support", "labour_housing"],
      comeBack: "days",
      language: "fr",
      wroteBefore: true,
    };
    expect(opened).toMatchObject({ state: "opened", deskId: DESK_RESTRICTED, slipLied: false, content: { answers } });
    expect(slip).toMatchObject({ type: "first", danger: "soon", desk: DESK_RESTRICTED, assisted: false });
    expect(code).toMatch(/^\d{27}$/);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("leaves out what a witness skips, in English, and asks first before telling anybody", async () => {
    const { page, context, complaints } = await newPage(browser);
    const walk = new Walker(page, "en");
    await walk.open(server.origin);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.unknown");
    await walk.answer("subject", "a.subject.witness");
    await walk.answer("phone");
    await walk.answer("kinds", "a.kinds.hate");
    await walk.on("question-narrative");
    expect(await page.locator("#why").textContent()).toBe(walk.t("q.narrative.why.witness"));
    await walk.press("continue");
    for (const id of ["when", "accused", "place", "signs", "child", "help", "consent", "comeBack"]) {
      await walk.answer(id);
    }
    await walk.on("review");
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    const { opened } = await server.open(server.envelopes()[0] as Uint8Array);
    expect(opened).toMatchObject({
      state: "opened",
      deskId: 1,
      content: { answers: { subject: "witness", narrative: "", accused: [], signs: [], consent: ["ask_first"] } },
    });
    expect(Object.keys((opened as { content: { answers: object } }).content.answers)).not.toContain("when");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("has a helper read a script and the answers, give the device away, and wipe it", async () => {
    const { page, context, complaints } = await newPage(browser);
    const walk = new Walker(page, "fr");
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.no");
    await walk.answer("subject", "a.subject.helping");
    await walk.on("consent");
    await walk.press("consent.yes");
    await walk.answer("phone", "a.phoneChecked.no");
    await walk.answer("kinds", "a.kinds.housing");
    await walk.on("question-narrative");
    await walk.write("f.narrative", "Pas de chauffage depuis novembre");
    await walk.press("continue");
    for (const id of ["when", "accused", "place", "signs", "child", "help", "consent", "comeBack"]) {
      await walk.answer(id);
    }
    await walk.on("review");
    await walk.press("continue");
    // Not read aloud yet: no way on.
    await page.getByRole("alert").waitFor();
    expect(await walk.screen()).toBe("review");
    await walk.tick("review.read");
    await walk.press("continue");
    await walk.on("hand");
    expect(await page.locator("main").textContent()).toContain(walk.t("hand.2"));
    await walk.press("hand.go");
    await walk.throughCode();
    await walk.on("done");
    await walk.press("back.erase");
    await walk.on("language");
    expect(await page.content()).not.toContain("chauffage");
    const { slip } = await server.open(server.envelopes()[0] as Uint8Array);
    expect(slip?.assisted).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("ends and keeps nothing when the person does not consent", async () => {
    const { page, context } = await newPage(browser);
    const walk = new Walker(page, "en");
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.no");
    await walk.answer("subject", "a.subject.helping");
    await walk.on("consent");
    await walk.press("consent.no");
    await walk.on("language");
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.on("question-danger");
    expect(await page.locator(":checked").count()).toBe(0);
    await context.close();
  });

  it("adds nothing to the history and stores nothing", async () => {
    const { page, context } = await newPage(browser);
    const walk = new Walker(page, "en");
    await walk.open(server.origin);
    const before = await page.evaluate(() => history.length);
    await walk.toReview({ narrative: "planted words" });
    await page.getByRole("button", { name: new RegExp(walk.t("q.place.title").slice(0, 20)) }).click();
    await walk.on("question-place");
    await page.locator("#back").click();
    await walk.on("review");
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    expect(await page.evaluate(() => history.length)).toBe(before);
    expect(page.url()).toBe(`${server.origin}/`);
    expect(await page.title()).toBe("Information");
    const stored = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookie: document.cookie,
      caches: (await caches.keys()).length,
      databases: (await indexedDB.databases()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    expect(stored).toEqual({ local: 0, session: 0, cookie: "", caches: 0, databases: 0, workers: 0 });
    expect(server.asked.every(({ headers }) => headers.cookie === undefined && headers.referer === undefined)).toBe(
      true,
    );
    await context.close();
  });

  it("goes back screen by screen with what was typed, and out of the first one", async () => {
    const { page, context } = await newPage(browser);
    const walk = new Walker(page, "fr");
    await walk.open(server.origin);
    await walk.press("intro.start");
    await walk.answer("danger", "a.danger.soon");
    await walk.answer("subject", "a.subject.me");
    await walk.on("question-phone");
    await page.locator("#back").click();
    await walk.on("question-subject");
    expect(await page.getByLabel(walk.t("a.subject.me"), { exact: true }).isChecked()).toBe(true);
    for (const screen of ["question-danger", "intro", "language"]) {
      await page.locator("#back").click();
      await walk.on(screen);
    }
    expect(await page.locator("#back").isVisible()).toBe(false);
    await context.close();
  });
});
