/** A unit at work: an officer with a vault, and a queue with a case of every kind that the console has to show. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  dayOf,
  DAY_MS,
  isoDay,
  issueAsLead,
  LEVEL_DUE,
  levelOf,
  preparedDays,
  sealVault,
  slipOf,
  toBase64Url,
  vaultKeys,
  verifyChain,
  type Answers,
  type CodeKeys,
  type Slip,
  type VaultContent,
} from "../../../../security/index.ts";
import { loadSumo } from "../../../../security/primitives/loadSumo.ts";
import type { ReadPreparedAnswer } from "../../../../api/routes/prepared/schema.ts";
import type { CaseItem } from "../../../../api/routes/cases/schema.ts";
import { buildConsole } from "../../../../web/build/console.ts";
import { findRoot } from "../../../../web/build/esbuild.ts";
import { newUuid, uuidOf } from "../../../../web/console/domain/ids.ts";
import { makeUnit, type TestUnit } from "../../../tools/unit.ts";
import { startFakeHost, type FakeHost } from "./fakeHost.ts";
import { apiGrant } from "./officer.ts";
import { answersWith, firstItem, keysOf, messageItem } from "./reports.ts";
import { UNDECIDED } from "./head.ts";

export const PASSPHRASE = "correct horse battery staple orbit lantern";
const UNIT_NAME = { fr: "Cellule d’intervention et de protection", en: "Intervention and protection unit" };

export interface Scene {
  readonly unit: TestUnit;
  readonly host: FakeHost;
  /** The reporter of the first case. */
  readonly reporter: CodeKeys;
  readonly narrative: string;
  /** Case ids by what is special about them. */
  readonly cases: Readonly<Record<CaseName, string>>;
  readonly stop: () => Promise<void>;
}
export type CaseName = "danger" | "lied" | "bengali" | "arabic" | "restricted" | "damaged" | "past" | "stray";

export const NARRATIVE =
  "Mon patron garde mon passeport depuis avril. Nous dormons à six dans le sous-sol du restaurant et il ferme la porte à clé la nuit. Hier il a dit qu’il appellerait l’immigration si je parlais.";
const BENGALI = "তিন মাস ধরে বেতন দেয় না। মালিক বলে কাজ ছেড়ে দিলে পুলিশে দেবে। আমার সাথে আরও চারজন আছে, সবার একই অবস্থা।";
const ARABIC = "صاحب البيت يدخل دون إذن ويهددنا بالطرد. عندنا طفل عمره ثلاث سنوات.";

export async function makeScene(): Promise<Scene> {
  const unit = await makeUnit({ officerName: "Agente Tremblay" });
  const site = await mkdtemp(join(tmpdir(), "abri-console-"));
  await buildConsole(findRoot(), { ...unit.unit, unitName: UNIT_NAME }, site, "quick");
  const host = await startFakeHost(site, {
    accounts: [await accountOf(unit)],
    session: null,
    directory: unit.directory,
    cases: new Map(),
    quarantine: [],
    slots: new Map(),
    invitation: null,
    parts: new Map(),
    beforePart: null,
    releaseTickS: 900,
    pageCases: 50,
    triageRules: null,
    prepared: await preparedOf(unit),
  });
  const reporter = await keysOf(unit);
  const cases = await fill(unit, host, reporter);
  const stop = async (): Promise<void> => {
    await host.stop();
    await rm(site, { recursive: true, force: true });
  };
  return { unit, host, reporter, narrative: NARRATIVE, cases, stop };
}

/** So many days ahead: whatever the day in its month, nothing is about to end, and the console warns of nothing. */
const PREPARED_DAYS = 60;

async function preparedOf({ p, unit, directory, today, state }: TestUnit): Promise<ReadPreparedAnswer["versions"]> {
  const { seed, certificate } = state.offline.lead;
  const lead = { signing: p.ed25519KeyPair(seed), certificate };
  const versions: ReadPreparedAnswer["versions"][number][] = [];
  let chain = await verifyChain(p, directory, unit, today);
  for (const day of preparedDays(chain.newest.statement, today, today + PREPARED_DAYS)) {
    ({ chain } = await issueAsLead(p, unit, chain, lead, { officers: chain.newest.roster.officers }, day));
    const { version, issueDay, expiryDay, bytes } = chain.newest.statement;
    versions.push({ version, issueDay: isoDay(issueDay), expiryDay: isoDay(expiryDay), statement: toBase64Url(bytes) });
  }
  return versions;
}

export async function accountOf({ officer, grants }: Pick<TestUnit, "officer" | "grants">) {
  const sumo = await loadSumo();
  const salt = sumo.randomBytes(16);
  const { authKey, vaultKey } = await vaultKeys(sumo, PASSPHRASE, salt);
  const { sealingSeed, signingSeed } = officer;
  const content: VaultContent = { sealingSeed, signingSeed, newestStatement: { version: 0, hash: new Uint8Array(32) } };
  const vault = sealVault(sumo, vaultKey, { officerId: officer.id, counter: 1, content });
  return {
    officer: { id: uuidOf(officer.id), name: officer.name, role: "lead" as const, state: "active" as const },
    salt: toBase64Url(salt),
    authKey: toBase64Url(authKey),
    vault: toBase64Url(vault),
    vaultCounter: 1,
    grants: grants.map(apiGrant),
  };
}

interface CasePlan {
  readonly item: CaseItem;
  readonly slip: Slip;
  readonly daysAgo: number;
  readonly desk?: number;
  readonly more?: readonly CaseItem[];
}

/** Puts a case in the queue as the worker would have, so many days ago. */
export function addCase({ unit, host }: Pick<Scene, "unit" | "host">, plan: CasePlan): string {
  const id = newUuid(unit.p);
  const level = levelOf(plan.slip);
  const released = dayOf(Date.now()) - plan.daysAgo;
  const due = released + LEVEL_DUE[level].days;
  host.state.cases.set(id, {
    head: {
      id,
      desk: plan.desk ?? plan.slip.desk,
      level,
      state: "open",
      releasedDay: isoDay(released),
      dueDay: isoDay(due),
      dueHour: level === 0 ? new Date(Date.now() + DAY_MS / 24).toISOString() : null,
      overdue: due < dayOf(Date.now()),
      onCall: false,
      holder: null,
      ...UNDECIDED,
    },
    items: [plan.item, ...(plan.more ?? [])].map((item) => ({ ...item, releasedDay: isoDay(released) })),
    entries: [],
    tag: null,
  });
  return id;
}

const flip = (envelope: Uint8Array): void => {
  envelope[6000] = (envelope[6000] as number) ^ 1;
};

async function fill(unit: TestUnit, host: FakeHost, reporter: CodeKeys): Promise<Scene["cases"]> {
  const place = { unit, host };
  const other = await keysOf(unit);
  const put = async (
    answers: Answers,
    alias: [number, number],
    daysAgo: number,
    more: { keys?: CodeKeys; slip?: Slip; queueDesk?: number; change?: (envelope: Uint8Array) => void } = {},
  ): Promise<string> => {
    const { keys = await keysOf(unit), ...options } = more;
    const item = await firstItem(unit, answers, keys, { alias, ...options });
    const slip = options.slip ?? slipOf(answers);
    return addCase(place, { item, slip, daysAgo, ...(options.queueDesk && { desk: options.queueDesk }) });
  };

  const danger = await put(
    answersWith({
      danger: "now",
      phoneChecked: "yes",
      kinds: ["trafficking", "locked_in", "status_threats"],
      narrative: NARRATIVE,
      when: "today",
      still: "yes",
      accusedName: "Restaurant du Port",
      place: "Vieux-Port",
      signs: ["papers_taken", "cannot_leave", "threats"],
      child: "no",
      help: ["safe_place", "make_it_stop"],
      comeBack: "days",
    }),
    [212, 1490],
    0,
    { keys: reporter },
  );
  const lying = answersWith({
    danger: "soon",
    kinds: ["sexual_violence"],
    child: "yes",
    consent: ["support", "labour_housing"],
    language: "en",
    narrative: "My daughter is afraid to go home.",
  });
  const lied = await put(lying, [900, 17], 1, {
    slip: { ...slipOf(lying), danger: "soon", kinds: ["housing"], child: "no" },
  });
  const bengali = await put(
    answersWith({
      language: "bn",
      narrative: BENGALI,
      subject: "helping",
      when: "week",
      still: "yes",
      kinds: ["pay", "status_threats"],
    }),
    [1033, 401],
    3,
    { keys: other },
  );
  const arabic = await put(
    answersWith({
      language: "ar",
      narrative: ARABIC,
      kinds: ["housing"],
      accused: ["landlord"],
      when: "week",
      consent: ["support"],
    }),
    [55, 1777],
    2,
  );
  const restricted = await put(
    answersWith({
      kinds: ["police", "hate"],
      accused: ["police"],
      when: "month",
      language: "ht",
      narrative: "Yo te fouye m san rezon.",
    }),
    [1601, 300],
    5,
  );
  const damaged = await put(answersWith({ when: "year", kinds: ["theft_fraud"] }), [640, 641], 8, { change: flip });
  const past = await put(
    answersWith({
      when: "before",
      kinds: ["recruiter_fraud"],
      language: "es",
      narrative: "Me cobraron 4000 dólares.",
      subject: "witness",
    }),
    [1999, 1200],
    4,
  );
  const message = await messageItem(unit, { text: "Je peux parler demain soir." }, reporter, { alias: [71, 1888] });
  const slip: Slip = { ...slipOf(answersWith()), type: "message", kinds: [] };
  const stray = addCase(place, { item: message, slip, daysAgo: 0 });

  const held = host.state.cases.get(arabic);
  if (held) held.head = { ...held.head, holder: { officerId: newUuid(unit.p), name: "Agent Nguyen" } };
  host.state.quarantine.push(
    {
      id: newUuid(unit.p),
      receivedDay: isoDay(dayOf(Date.now()) - 2),
      envelope: (await firstItem(unit, answersWith({ kinds: ["child", "family"] }), other)).envelope,
    },
    {
      id: newUuid(unit.p),
      receivedDay: isoDay(dayOf(Date.now()) - 9),
      envelope: (await firstItem(await makeUnit(), answersWith(), other)).envelope,
    },
  );
  return { danger, lied, bengali, arabic, restricted, damaged, past, stray };
}
