/** Notices to officers, with a real mail server, a real queue and a real clock that is set. */
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createLog } from "../../prisma/process/log.ts";
import { replacePrepared } from "../../prisma/repositories/prepared.ts";
import { DAY_MS, dayOf, issueAsLead, verifyChain, verifySignedStatement } from "../../security/index.ts";
import { openDirectory } from "../../workers/directory.ts";
import { sendNotices } from "../../workers/jobs/send-notices.ts";
import { triageEnvelope } from "../../workers/jobs/triage-envelope.ts";
import { digestLetter, urgentLetter } from "../../workers/mail/letters.ts";
import type { Letter } from "../../workers/mail/letters.ts";
import { openMailer } from "../../workers/mail/mailer.ts";
import { runJob } from "../../workers/registry.ts";
import type { WorkerDeps } from "../../workers/deps.ts";
import { readMail, startMailServer } from "../tools/mailServer.ts";
import type { MailServer, MailServerOptions } from "../tools/mailServer.ts";
import { openWorld, until } from "./tools/world.ts";
import type { World } from "./tools/world.ts";

const HOUR_MS = 3_600_000;
const DIGEST_AT_MS = 12 * HOUR_MS;
const PEOPLE = ["amelie@unit.example", "bao@unit.example"];

let world: World;
let server: MailServer;
let deps: WorkerDeps;
/** Milliseconds since 1970; the morning of the day on which the unit was made. */
let now: number;

beforeEach(async () => {
  world = await openWorld();
  server = await startMailServer();
  now = world.unit.today * DAY_MS + 8 * HOUR_MS;
  deps = withMail(server);
});
afterEach(async () => {
  await server.stop();
  await world.close();
});

function withMail({ port }: Pick<MailServer, "port">, more: Partial<WorkerDeps> = {}): WorkerDeps {
  const mailer = openMailer({ host: "127.0.0.1", port, tls: "none", from: "abri@unit.example", to: PEOPLE });
  const directory = openDirectory({ ...world.deps, unit: world.unit.unit, now: () => now });
  return { ...world.deps, directory, now: () => now, notices: { mailer, digestAtMs: DIGEST_AT_MS }, ...more };
}
const tick = (one = deps) => runJob(one, "notices", { name: sendNotices.name, data: {} });
const subjects = () =>
  server.received.map((mail) => /^Subject: (.*)$/m.exec(readMail(mail).headers)?.[1]?.replace(/\r$/, ""));
const DIGEST = digestLetter([]).subject;
const URGENT = urgentLetter().subject;

async function reportNow(): Promise<void> {
  const made = await world.make.report({ danger: "now", narrative: "Le patron garde mon passeport." });
  await world.intake(made);
  await runJob(deps, "triage", { name: triageEnvelope.name, data: { intake: deps.handles.handleOf(made.id) } });
}
const serverDown = async (): Promise<void> => server.stop();
const serverUp = async (options: MailServerOptions = {}): Promise<void> => {
  server = await startMailServer({ port: server.port, ...options });
};

describe("the daily digest", () => {
  it("goes out each day at its time, once, though nothing has come", async () => {
    await tick();
    now = world.unit.today * DAY_MS + DIGEST_AT_MS - 1;
    await tick();
    expect(subjects()).toEqual([]);
    now += 1;
    for (let i = 0; i < 3; i++) await tick();
    expect(subjects()).toEqual([DIGEST]);
    expect(server.received[0]?.to).toEqual(PEOPLE);
    now += DAY_MS - 1;
    await tick();
    expect(subjects()).toEqual([DIGEST]);
    now += 1;
    await tick();
    expect(subjects()).toEqual([DIGEST, DIGEST]);
    expect(await world.db.digestDay.findMany()).toEqual([{ day: new Date((world.unit.today + 1) * DAY_MS) }]);
  });

  it("is sent by one of two workers, and not again by one that starts anew", async () => {
    now += 8 * HOUR_MS;
    await Promise.all([deps, withMail(server)].flatMap((one) => [tick(one), tick(one)]));
    await tick(withMail(server));
    expect(subjects()).toEqual([DIGEST]);
  });

  it("is not sent a second time after a worker that ended in the middle", async () => {
    now += 8 * HOUR_MS;
    const notices = {
      digestAtMs: DIGEST_AT_MS,
      mailer: {
        reach: async () => undefined,
        send: async (letter: Letter) => {
          await deps.notices?.mailer.send(letter);
          // The letter is gone; whatever would have come after is not done.
          return new Promise<never>(() => undefined);
        },
      },
    };
    void tick({ ...deps, notices });
    await until("the letter", () => server.received.length === 1);
    await tick();
    expect(subjects()).toEqual([DIGEST]);
  });

  it("waits for a mail server that is away, and says a code of it", async () => {
    await serverDown();
    now += 8 * HOUR_MS;
    await tick();
    await tick();
    expect(world.alarms).toEqual(["mail_unavailable ESOCKET", "mail_unavailable ESOCKET"]);
    expect(await world.db.digestDay.count()).toBe(0);
    await serverUp();
    await tick();
    await tick();
    expect(subjects()).toEqual([DIGEST]);
  });

  it("is tried again when the server takes the sender but not the letter", async () => {
    let full = true;
    await serverDown();
    await serverUp({ refusesText: () => full });
    now += 8 * HOUR_MS;
    await tick();
    expect([subjects(), await world.db.digestDay.count()]).toEqual([[], 0]);
    full = false;
    await tick();
    expect(subjects()).toEqual([DIGEST]);
    expect(world.alarms).toEqual(["mail_unavailable EMESSAGE"]);
  });

  it("warns of what ends within a week, and of a directory that is over", async () => {
    now += 8 * HOUR_MS;
    const daysLeft = world.unit.statement.expiryDay - world.unit.today;
    now += (daysLeft - 6) * DAY_MS;
    await tick();
    // What a lead has signed ahead is behind it: nothing to warn of.
    const { p, unit, today, state } = world.unit;
    const chain = await verifyChain(p, world.unit.directory, unit, today);
    const lead = { signing: p.ed25519KeyPair(state.offline.lead.seed), certificate: state.offline.lead.certificate };
    const { officers } = chain.newest.roster;
    const { link } = await issueAsLead(p, unit, chain, lead, { officers }, world.unit.statement.expiryDay);
    const { version, issueDay, expiryDay } = await verifySignedStatement(p, link.statement, unit);
    const grants: [] = [];
    await world.db.$transaction((tx) => replacePrepared(tx, [{ ...link, version, issueDay, expiryDay, grants }]));
    expect((await deps.directory.outlook()).until).toBe(expiryDay);
    now += DAY_MS;
    await tick();
    await world.db.$transaction((tx) => replacePrepared(tx, []));
    now += 6 * DAY_MS;
    await tick();
    const [soon, prepared, over] = server.received.map((mail) => readMail(mail).text);
    expect(soon).toContain("the key directory : last day");
    expect(prepared).not.toContain("the key directory");
    expect(over).toContain("No report can come in");
    expect(new Set(server.received.map(({ raw }) => raw.length)).size).toBe(1);
  });
});

describe("the notice of a P0", () => {
  it("goes out once for all that came since the tick before, and not for less urgent reports", async () => {
    const calm = await world.make.report({ danger: "soon" });
    await world.intake(calm);
    await runJob(deps, "triage", { name: triageEnvelope.name, data: { intake: deps.handles.handleOf(calm.id) } });
    await tick();
    expect(subjects()).toEqual([]);
    for (let i = 0; i < 3; i++) await reportNow();
    expect(subjects()).toEqual([]); // only a tick sends
    await tick();
    await tick();
    expect(subjects()).toEqual([URGENT]);
    await reportNow();
    await tick();
    expect(subjects()).toEqual([URGENT, URGENT]);
  });

  it("is sent by one of two workers with the same tick", async () => {
    await reportNow();
    await Promise.all([tick(), tick(withMail(server)), tick()]);
    expect(subjects()).toEqual([URGENT]);
  });

  it("waits for a mail server that is away, and is not sent for what was answered meanwhile", async () => {
    await serverDown();
    await reportNow();
    await tick();
    expect(world.alarms).toEqual(["mail_unavailable ESOCKET"]);
    await serverUp();
    await tick();
    expect(subjects()).toEqual([URGENT]);
    await reportNow();
    await world.db.caseRecord.updateMany({ data: { state: "answered" } });
    await tick();
    expect(subjects()).toEqual([URGENT]);
  });

  it("comes through the queue, from a tick", async () => {
    await reportNow();
    await world.start({ notices: deps.notices, now: () => now });
    await world.tick(sendNotices);
    await until("the notice", () => server.received.length === 1);
    expect(subjects()).toEqual([URGENT]);
  });
});

describe("notices", () => {
  it("hold nothing of a report: not a word, not an id, not how many, and all have one length", async () => {
    await reportNow();
    await tick();
    for (let i = 0; i < 4; i++) await reportNow();
    now += 8 * HOUR_MS;
    await tick();
    const [one, ...others] = server.received.map((mail) => readMail(mail).text);
    // In the last week of a month the digest names its end, as it would without any report.
    const digest = digestLetter((await deps.directory.outlook()).ending);
    expect(others.sort()).toEqual([digest.text, urgentLetter().text].sort());
    expect(one).toBe(urgentLetter().text);
    expect(new Set(server.received.map(({ raw }) => raw.length)).size).toBe(1);
    const ids = (await world.db.caseRecord.findMany()).map(({ id }) => id);
    for (const { raw } of server.received) {
      for (const word of ["passeport", "patron", ...ids]) expect(raw.toString()).not.toContain(word);
    }
  });

  it("leave neither an address nor what a server said in the log", async () => {
    const lines: string[] = [];
    const log = createLog("worker", { write: (line: string) => lines.push(line) });
    const alarm: WorkerDeps["alarm"] = (event, code) => log.error(event, code === undefined ? {} : { code });
    await serverDown();
    await serverUp({ refuses: PEOPLE.slice(0, 1) });
    await reportNow();
    await tick({ ...deps, alarm });
    expect(server.received).toHaveLength(1);
    await serverDown();
    await serverUp({ refuses: PEOPLE });
    await reportNow();
    await tick({ ...deps, alarm });
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { event: "mail_recipient_refused" },
      { event: "mail_unavailable", code: "EENVELOPE" },
    ]);
    expect(lines.join("")).not.toMatch(/@|example|not here|127\.0/);
  });

  it("are none where no mail server is set", async () => {
    await reportNow();
    now += 8 * HOUR_MS;
    await tick({ ...deps, notices: null });
    expect([server.connections(), await world.db.digestDay.count()]).toEqual([0, 0]);
    await tick();
    expect(new Set(subjects())).toEqual(new Set([DIGEST, URGENT]));
  });

  it("store the day and nothing finer", async () => {
    await reportNow();
    now += 8 * HOUR_MS;
    await tick();
    expect(await world.db.digestDay.findMany()).toEqual([{ day: new Date(dayOf(now) * DAY_MS) }]);
    const [record] = await world.db.caseRecord.findMany();
    expect(record).toMatchObject({ level: 0, noticed: true });
  });
});
