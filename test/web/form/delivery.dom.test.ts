import { describe, expect, it } from "@jest/globals";
import { DAY_MS, LABELS, toHex } from "../../../security/index.ts";
import { flipBit, resign } from "../../tools/forge.ts";
import { makeUnit } from "../../tools/unit.ts";
import { freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { until } from "./support/trouble.ts";

startForm();
freshPages("fr");

/** Up to pressing "send". */
async function writeReport(): Promise<void> {
  await walk.open(server.origin);
  await walk.toReview({ narrative: "mes mots à moi" });
  await walk.press("continue");
  await walk.throughCode();
}

const ENVELOPES = "/v1/envelopes";
const refusal = (status: number, code: string) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ error: { code, message: "" } }),
});

describe("sending", () => {
  it("sends the identical bytes again after 503, a broken connection and a stranger's page, and waits as it is told", async () => {
    server.instead.push(
      { path: ENVELOPES, answer: { status: 503, headers: { "retry-after": "3" } } },
      { path: ENVELOPES, answer: "drop" },
      { path: ENVELOPES, answer: { status: 200, headers: { "content-type": "text/html" }, body: "<p>Log in</p>" } },
      { path: ENVELOPES, answer: { status: 200, headers: { "content-type": "application/json" }, body: "{}" } },
    );
    const times: number[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith(ENVELOPES)) times.push(Date.now());
    });
    await writeReport();
    await until(() => times.length >= 2);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(2_000);
    while ((await walk.screen()) !== "done") {
      const now = page.getByRole("button", { name: walk.t("send.now") });
      // The page may go on by itself before the button is reached.
      if (await now.isVisible()) await now.click({ timeout: 1_000 }).catch(() => undefined);
      await page.waitForTimeout(100);
    }
    await walk.on("done");
    const [one, ...others] = server.envelopes();
    expect(others).toHaveLength(4);
    for (const other of others) expect(Buffer.compare(other, one as Uint8Array)).toBe(0);
    expect(server.asked.filter(({ path }) => path === "/v1/directory")).toHaveLength(1);
  });

  it("fetches the keys again and seals anew, with new ids, when the directory is not accepted", async () => {
    server.instead.push({ path: ENVELOPES, answer: refusal(409, "directory_not_accepted") });
    await writeReport();
    await walk.on("done");
    const sent = await Promise.all(server.envelopes().map((body) => server.open(body)));
    expect(sent).toHaveLength(2);
    const ids = sent.map(({ opened }) => {
      expect(opened).toMatchObject({ state: "opened", content: { answers: { narrative: "mes mots à moi" } } });
      return opened.state === "opened" ? toHex(opened.envelopeId) : "";
    });
    expect(new Set(ids).size).toBe(2);
    expect(server.asked.filter(({ path }) => path === "/v1/directory")).toHaveLength(2);
  });

  it("says why the service refuses, keeps what was typed, and can try again", async () => {
    server.instead.push({ path: ENVELOPES, answer: refusal(400, "envelope_malformed") });
    await writeReport();
    await walk.on("fault");
    expect(await page.locator("main").textContent()).toContain("envelope_malformed");
    await walk.press("again");
    await walk.on("done");
    expect(server.envelopes()).toHaveLength(2);
  });

  it("does not turn round a network that is down when the keys are fetched", async () => {
    server.instead.push({ path: "/v1/directory", answer: "drop" });
    await writeReport();
    await page.locator(".pause:not(:empty)").waitFor();
    expect(server.envelopes()).toHaveLength(0);
    await walk.press("send.now");
    await walk.on("done");
  });
});

const leadSeed = (): Uint8Array => server.unit.state.offline.lead.seed;

describe("a key directory that is not to be believed", () => {
  const cases: [string, string, () => Promise<Uint8Array> | Uint8Array][] = [
    [
      "one that is not valid yet",
      "refused-date",
      () =>
        resign(server.unit.p, LABELS.statement, server.unit.statement.bytes, leadSeed(), (content) => {
          content.set(3, server.unit.today + 2);
          content.set(4, server.unit.today + 3);
        }),
    ],
    ["one of another unit", "refused-signature", async () => (await makeUnit()).statement.bytes],
    ["one with a changed key", "refused-signature", () => flipBit(server.unit.statement.bytes, 8 * 1500)],
    ["one with the signature taken off", "refused-broken", () => server.unit.statement.bytes.slice(64)],
    [
      "one signed by someone else",
      "refused-signature",
      () => resign(server.unit.p, LABELS.statement, server.unit.statement.bytes, server.unit.p.randomBytes(32)),
    ],
    ["nothing", "refused-broken", () => new Uint8Array(0)],
  ];

  it.each(cases)("stops before sealing at %s, says why, and keeps what was typed", async (_, screen, make) => {
    server.directory = await make();
    await writeReport();
    await page.locator('#main[data-screen^="refused-"]').waitFor();
    expect(await walk.screen()).toBe(screen);
    const text = await page.locator("main").innerText();
    expect(text).toContain(walk.t("refused.title"));
    expect(text).toContain("911");
    expect(server.envelopes()).toHaveLength(0);
    await page.locator("#back").click();
    await walk.on("check");
    await page.locator("#back").click();
    await walk.on("code");
    await page.locator("#back").click();
    await walk.on("review");
    expect(await page.locator("main").innerText()).toContain("mes mots à moi");
    // Unbroken, the same words go through.
    server.directory = server.unit.statement.bytes;
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    expect(server.envelopes()).toHaveLength(1);
  });

  it("refuses to go back behind a statement it has seen", async () => {
    const older = server.unit.directory.at(-2)?.statement as Uint8Array;
    server.instead.push({ path: ENVELOPES, answer: refusal(409, "directory_not_accepted") });
    let asked = 0;
    await page.route("**/v1/directory", async (route) => {
      const body = Buffer.from(asked++ === 0 ? server.unit.statement.bytes : older);
      await route.fulfill({ status: 200, contentType: "application/octet-stream", body });
    });
    await writeReport();
    await walk.on("refused-old");
    expect(server.envelopes()).toHaveLength(1);
  });

  it.each([
    ["a year behind", -365],
    ["forty days ahead, when the statement has expired", 40],
  ])("says to check the date when the phone's clock is %s", async (_, days) => {
    await page.addInitScript((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ms;
    }, days * DAY_MS);
    await writeReport();
    await walk.on("refused-date");
    expect(await page.locator("main").innerText()).toContain(walk.t("refused.date"));
    expect(server.envelopes()).toHaveLength(0);
  });
});

const named = (name: string): string => server.scripts[name] ?? "";

describe("a script that does not arrive", () => {
  it("can be asked for again: the language", async () => {
    // One or two requests before anything is pressed: a browser may take the first for both.
    for (let i = 0; i < 3; i++) server.instead.push({ path: named("fr"), answer: { status: 503 } });
    await page.goto(server.origin);
    await page.getByRole("button", { name: "Français", exact: true }).click();
    await page.locator("#problem").waitFor();
    server.instead.length = 0;
    await page.getByRole("button", { name: "Français", exact: true }).click();
    await walk.on("intro");
  });

  it("can be asked for again: what seals", async () => {
    for (let i = 0; i < 2; i++) server.instead.push({ path: named("sealing"), answer: { status: 503 } });
    await walk.open(server.origin);
    await walk.toReview();
    await walk.press("continue");
    await page.getByRole("alert").waitFor();
    expect(await page.getByRole("alert").textContent()).toContain(walk.t("problem.load"));
    await walk.press("continue");
    await walk.on("code");
  });
});
