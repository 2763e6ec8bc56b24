/** A unit that has been at work for weeks: a month has turned, so that an epoch lies behind it. All of it in a database. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishDirectory } from "../../../api/commands/publishDirectory.ts";
import { addEntry } from "../../../prisma/repositories/entries.ts";
import { createOfficer } from "../../../prisma/repositories/officers.ts";
import { admitOfficer, enterRecoveryKey, renew } from "../../../security/ceremony.ts";
import { sealEntry } from "../../../security/entries.ts";
import { encodeNote } from "../../../security/note.ts";
import {
  type CodeKeys,
  DAY_MS,
  dayOf,
  deskOf,
  endOfMonth,
  parseIntakeBody,
  sealFirstReport,
  sealSummary,
  sealVault,
  uuidBytes,
  uuidOf,
  vaultKeys,
  type VerifiedStatement,
  verifyStatement,
} from "../../../security/index.ts";
import { createUnitFiles, KeyStore, loadSumo, saveUnitChange } from "../../../security/node.ts";
import { createRecoveryKey } from "../../../security/recoverySecret.ts";
import type { RecoveryShare } from "../../../security/recoveryShare.ts";
import type { UnitChange, UnitState } from "../../../security/unitState.ts";
import { slipOf } from "../../../security/vocabulary.ts";
import { newCase, newOfficer } from "../../prisma/samples.ts";
import { answersWith } from "../../tools/answers.ts";
import { keysWithoutCode } from "../../tools/codes.ts";
import { freshDatabase, type FreshDatabase } from "../../tools/database.ts";
import { admissionOf, makeOfficer, makeUnit, type TestUnit } from "../../tools/unit.ts";

/** So long ago that the first epoch is over wherever in its month today lies, and the week and the day after it as well. */
const DAYS_AGO = 45;

export interface PastUnit {
  readonly unit: TestUnit;
  readonly database: FreshDatabase;
  readonly keyStore: KeyStore;
  readonly keyStoreDir: string;
  /** The unit's directory, both halves. */
  readonly unitDir: string;
  /** What opens each officer's vault, by the officer's id in the database. */
  readonly passphrases: ReadonlyMap<string, string>;
  /** The recovery key's public half, and all three shares of the other one. */
  readonly recoveryKey: Uint8Array;
  readonly shares: readonly RecoveryShare[];
  /** A statement of the first epoch of both desks, and the newest. */
  readonly first: VerifiedStatement;
  readonly newest: VerifiedStatement;
  /** A report with its summary and an officer's note, as worker and console leave them. @returns the case's id */
  report(narrative: string, desk: number, statement: VerifiedStatement): Promise<string>;
  stop(): Promise<void>;
}

export async function startPastUnit(): Promise<PastUnit> {
  const today = dayOf(Date.now());
  const unit = await makeUnit({ today: today - DAYS_AGO });
  const { p } = unit;
  const root = await mkdtemp(join(tmpdir(), "abri-past-"));
  const [keyStoreDir, unitDir] = [join(root, "keys"), join(root, "unit")];
  const keyStore = new KeyStore(keyStoreDir);
  const database = await freshDatabase();
  const db = database.client();

  let state: UnitState = unit.state;
  const publish = async (change: UnitChange, day: number): Promise<VerifiedStatement> => {
    await saveUnitChange(unitDir, change);
    ({ state } = change);
    await publishDirectory(
      { db, primitives: p, unit: unit.unit, keyStore, now: () => day * DAY_MS },
      { links: state.directory, grants: change.grants, removal: false },
    );
    return verifyStatement(p, change.link.statement, unit.unit, day);
  };
  const [one, two] = unit.directory;
  if (one === undefined || two === undefined) throw new Error("a unit begins with two versions");
  await createUnitFiles(unitDir, { ...unit.state, directory: [one] });
  await publish({ state: unit.state, link: two, grants: unit.grants }, unit.today);
  const colleague = makeOfficer(p, "Agent Bélanger");
  const request = admissionOf(p, colleague, unit.unit);
  await publish(await admitOfficer(p, state, request, [1], "officer", unit.today), unit.today);
  const { key, shares } = await createRecoveryKey(p, unit.unit, unit.today);
  const first = await publish(await enterRecoveryKey(p, state, key, unit.today), unit.today);
  const turned = endOfMonth(unit.today) + 1;
  await publish(await renew(p, state, turned), turned);
  const newest = await publish(await renew(p, state, today), today);

  const passphrases = new Map<string, string>();
  for (const officer of [unit.officer, colleague]) {
    const passphrase = `${officer.name} ${randomUUID()}`;
    const salt = p.randomBytes(16);
    const { vaultKey } = await vaultKeys(await loadSumo(), passphrase, salt);
    const { sealingSeed, signingSeed } = officer;
    const content = { sealingSeed, signingSeed, newestStatement: { version: 0, hash: new Uint8Array(32) } };
    const vault = sealVault(p, vaultKey, { officerId: officer.id, counter: 1, content });
    const keys = { sealingKey: officer.sealing.publicKey, signingKey: officer.signing.publicKey };
    await createOfficer(db, newOfficer({ id: uuidOf(officer.id), name: officer.name, salt, vault, ...keys }));
    passphrases.set(uuidOf(officer.id), passphrase);
  }

  let code: CodeKeys | undefined;
  return {
    unit,
    database,
    keyStore,
    keyStoreDir,
    unitDir,
    passphrases,
    recoveryKey: key.sealingKey,
    shares,
    first,
    newest,
    report: async (narrative, deskId, statement) => {
      code ??= await keysWithoutCode(p, unit.unit);
      const answers = answersWith({ narrative, ...(deskId === 2 && { accused: ["police" as const] }) });
      const { envelope } = parseIntakeBody((await sealFirstReport(p, statement, answers, code)).body);
      const { epoch, sealingKey } = deskOf(statement, deskId);
      const id = randomUUID();
      const place = { deskId, epoch, itemId: uuidBytes(id), deskKey: sealingKey };
      const summary = await sealSummary(p, { alias: [1, 2], slip: slipOf(answers) }, place);
      const caseId = await newCase(db, { id, desk: deskId, epoch, envelope, summary });
      const entryId = randomUUID();
      const sealed = await sealEntry(p, {
        deskId,
        epoch,
        objectId: uuidBytes(entryId),
        caseId: uuidBytes(caseId),
        kind: "note",
        signerId: unit.officer.id,
        after: [],
        content: encodeNote({ text: `Note : ${narrative}` }),
        deskKey: sealingKey,
        signing: unit.officer.signing,
      });
      await addEntry(db, { id: entryId, caseId, desk: deskId, epoch, day: today, sealed });
      return caseId;
    },
    stop: async () => {
      await database.drop();
      await rm(root, { recursive: true });
    },
  };
}
