/**
 * A unit directory on disk, in two halves that live on different machines once a unit is real:
 *
 *     offline/  root.secret.json   the root's seed; wanted again for a new lead certificate only
 *               lead.secret.json   the lead's seed and newest certificate
 *               certificates.json  every certificate that the root gave to a lead with a console; none of it is secret
 *               desks.secret.json  every epoch's seed and the matching keys
 *     server/   unit.public.json   what the web bundles are built with
 *               triage.secret      the worker's key, in hexadecimal; under it the one before, while slips may still come to it
 *               directory/         000N.statement and 000N.roster, as they are signed
 *               rules/             000N.rules: triage rules, as a lead signed them
 *               grants/            000N.json: what version N handed out, in the form the officer API takes
 *
 * Secrets have mode 0600. Every file is written whole or not at all. A new version counts from the moment its statement is
 * there: it is written last, and never over another.
 */
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { equalBytes, fromBase64Url, fromHex, toBase64Url, toHex } from "./bytes.ts";
import { isoDay, parseIsoDay } from "./days.ts";
import type { DirectoryLink } from "./directory.ts";
import { SecurityError } from "./errors.ts";
import { isNotFound, listOrEmpty, readOrNull, UnitFilesError, unreadable, writeNew, writeWhole } from "./files.ts";
import type { Grant } from "./grants.ts";
import type { Recovery } from "./recover.ts";
import { parseUnitPublic, type UnitPublic } from "./unitPublic.ts";
import { bytesFrom, grantJson, listIn, numberIn, parseFormat, parseGrant, record, stringIn } from "./unitJson.ts";
import type { DeskKeys, UnitChange, UnitState } from "./unitState.ts";

const ROOT = "offline/root.secret.json";
const LEAD = "offline/lead.secret.json";
const DESKS = "offline/desks.secret.json";
const CERTIFICATES = "offline/certificates.json";
const PUBLIC = "server/unit.public.json";
const TRIAGE = "server/triage.secret";
const DIRECTORY = "server/directory";
const GRANTS = "server/grants";
const RULES = "server/rules";

/** What the servers know: enough to verify and to publish, no secret of the ceremony's. */
export interface PublishedUnit {
  readonly publicJson: UnitPublic;
  readonly directory: readonly DirectoryLink[];
  /** What each version handed out; `grants[0]` belongs to version 1. */
  readonly grants: readonly (readonly Grant[])[];
}

/**
 * Writes a new unit, all of it or nothing. @throws UnitFilesError `unit_exists` when `dir` is there and not empty
 */
export async function createUnitFiles(dir: string, state: UnitState): Promise<void> {
  if ((await listOrEmpty(dir)).length > 0) {
    throw new UnitFilesError("unit_exists", `${dir} exists and is not empty; a unit is never written over`);
  }
  const whole = join(dirname(dir), `.${basename(dir)}.${process.pid}.tmp`);
  try {
    await mkdir(whole, { recursive: true, mode: 0o700 });
    if (state.offline.root) {
      await writeJson(join(whole, ROOT), { format: "abri-root/1", seed: toHex(state.offline.root) }, true);
    }
    await mkdir(dirname(join(whole, TRIAGE)), { recursive: true, mode: 0o700 });
    await writeTriageSecrets(whole, [state.triageSecret]);
    await writeSecrets(whole, state);
    await saveCertificates(whole, state);
    await writeJson(join(whole, PUBLIC), state.publicJson, false);
    for (const [i, link] of state.directory.entries()) await writeVersion(whole, i + 1, link, []);
    await rename(whole, dir);
  } finally {
    await rm(whole, { recursive: true, force: true });
  }
}

/** Writes what a change brought. @throws UnitFilesError `unit_changed` when that version has been written meanwhile */
export async function saveUnitChange(dir: string, { state, link, grants }: UnitChange): Promise<void> {
  // Seeds before the statement that names their keys; floors before it too, so that a cut leaves too little trust, not too much.
  await writeSecrets(dir, state);
  await writeJson(join(dir, PUBLIC), state.publicJson, false);
  await writeVersion(dir, state.directory.length, link, grants);
}

/**
 * Raises floors in `server/unit.public.json`: what is not given stays. Returns them as they are then.
 * @throws SecurityError `out_of_range` for a floor that would go down; UnitFilesError `unit_not_found`, `unit_damaged`
 */
export async function raiseFloors(dir: string, wanted: Partial<UnitPublic["floors"]>): Promise<UnitPublic["floors"]> {
  const unit = await readUnitPublic(join(dir, PUBLIC));
  const floors = { ...unit.floors, ...wanted };
  const { statementVersion, certificateSerial } = unit.floors;
  if (floors.statementVersion < statementVersion || floors.certificateSerial < certificateSerial) {
    throw new SecurityError("out_of_range", "a floor only goes up");
  }
  await writeJson(join(dir, PUBLIC), { ...unit, floors }, false);
  return floors;
}

/** Writes the certificates of the leads: a new one counts once it is there. */
export function saveCertificates(dir: string, { offline }: UnitState): Promise<void> {
  const certificates = offline.certificates.map(toBase64Url);
  return writeJson(join(dir, CERTIFICATES), { format: "abri-certificates/1", certificates }, true);
}

/** The triage worker's keys, 32 bytes each: the newest, and the one before where it is kept still. */
export type TriageSecrets = readonly [newest: Uint8Array, previous?: Uint8Array];

/** @throws UnitFilesError `unit_not_found`, `unit_unreadable`, `unit_damaged` */
export function readTriageSecrets(dir: string): Promise<TriageSecrets> {
  return decoded(dir, TRIAGE, (text) => {
    const [newest, previous, ...more] = text.trim().split(/\s+/).map(fromHex);
    if (newest === undefined || more.length > 0) throw new SecurityError("malformed", "one triage key, or two");
    return previous === undefined ? [newest] : [newest, previous];
  });
}

/** In the place of those that were there, whole or not at all. */
export function writeTriageSecrets(dir: string, secrets: TriageSecrets): Promise<void> {
  const lines = secrets.filter((secret) => secret !== undefined).map((secret) => `${toHex(secret)}\n`);
  return writeWhole(join(dir, TRIAGE), lines.join(""), true);
}

/** What is left when everything else is lost: the root's seed, and the certificates that are known to have come of it. */
export async function loadRoot(
  dir: string,
): Promise<{ readonly root: Uint8Array; readonly certificates: readonly Uint8Array[] }> {
  const root = await decoded(dir, ROOT, (text) => fromHex(stringIn(parseFormat(text, "abri-root/1"), "seed")));
  return { root, certificates: await certificatesIn(dir) };
}

/**
 * Writes what a recovery gives: the versions of `directory` that are not here, with no grants of theirs, and the new one.
 * @throws UnitFilesError `unit_changed` when a version here is another one, or newer than those: nothing is written then
 */
export async function saveRecovery(
  dir: string,
  directory: readonly DirectoryLink[],
  { link, grants, publicJson, lead, desks }: Recovery,
): Promise<void> {
  const here = (await listOrEmpty(join(dir, DIRECTORY))).filter((name) => name.endsWith(".statement")).length;
  for (let version = 1; version <= here; version++) {
    const known = await bytesOf(dir, `${DIRECTORY}/${numbered(version)}.statement`);
    const given = directory[version - 1]?.statement;
    if (!given || !equalBytes(known, given)) {
      throw new UnitFilesError("unit_changed", `version ${version} here is not in the recovery file: fetch the newest`);
    }
  }
  if (desks) await writeDesks(dir, desks);
  await writeLead(dir, lead);
  await writeJson(join(dir, PUBLIC), publicJson, false);
  for (const [i, each] of directory.entries()) if (i >= here) await writeVersion(dir, i + 1, each, []);
  await writeVersion(dir, directory.length + 1, link, grants);
}

/** Reads a whole unit. @throws UnitFilesError `unit_not_found`, `unit_unreadable`, `unit_damaged`, `secret_missing` */
export async function loadUnitFiles(dir: string): Promise<UnitState> {
  const { publicJson, directory } = await loadPublishedUnit(dir);
  const root = await readOrNull(join(dir, ROOT));
  return {
    publicJson,
    directory,
    triageSecret: (await readTriageSecrets(dir))[0],
    offline: {
      root: root
        ? await decoded(dir, ROOT, (text) => fromHex(stringIn(parseFormat(text, "abri-root/1"), "seed")))
        : null,
      lead: await decoded(dir, LEAD, (text) => {
        const json = parseFormat(text, "abri-lead/1");
        return { seed: fromHex(stringIn(json, "seed")), certificate: fromBase64Url(stringIn(json, "certificate")) };
      }),
      certificates: await certificatesIn(dir),
      desks: await decoded(dir, DESKS, (text) => listIn(parseFormat(text, "abri-desks/1"), "desks").map(parseDesk)),
    },
  };
}

/**
 * Reads a `unit.public.json` by its path: what a server, a worker and the build of the pages start from.
 * @throws UnitFilesError `unit_not_found`, `unit_unreadable`, `unit_damaged`, each naming the path
 */
export async function readUnitPublic(file: string): Promise<UnitPublic> {
  const bytes = await readOrNull(file);
  if (bytes === null) throw new UnitFilesError("unit_not_found", `${file} does not exist`);
  try {
    return parseUnitPublic(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    throw new UnitFilesError("unit_damaged", `${file} is not a unit.public.json of format abri-unit/1`);
  }
}

/** Reads what `server/` holds. @throws UnitFilesError `unit_not_found`, `unit_unreadable`, `unit_damaged` */
export async function loadPublishedUnit(dir: string): Promise<PublishedUnit> {
  if (!(await readOrNull(join(dir, PUBLIC)))) {
    throw new UnitFilesError("unit_not_found", `${dir} holds no unit: ${PUBLIC} is missing`);
  }
  const publicJson = await decoded(dir, PUBLIC, (text) => parseUnitPublic(JSON.parse(text)));
  const names = (await listOrEmpty(join(dir, DIRECTORY))).filter((name) => name.endsWith(".statement")).sort();
  const directory: DirectoryLink[] = [];
  const grants: Grant[][] = [];
  for (const [i, name] of names.entries()) {
    if (name !== `${numbered(i + 1)}.statement`) {
      throw new UnitFilesError("unit_damaged", `${DIRECTORY}/${numbered(i + 1)}.statement is missing`);
    }
    directory.push({
      statement: await bytesOf(dir, `${DIRECTORY}/${name}`),
      roster: await bytesOf(dir, `${DIRECTORY}/${numbered(i + 1)}.roster`),
    });
    const read = (text: string) => listIn(record(JSON.parse(text)), "grants").map(parseGrant);
    grants.push(await decoded(dir, `${GRANTS}/${numbered(i + 1)}.json`, read));
  }
  return { publicJson, directory, grants };
}

/** Writes a version of the triage rules. @throws UnitFilesError `unit_changed` when it has been written meanwhile */
export function saveTriageRules(dir: string, version: number, bytes: Uint8Array): Promise<void> {
  return writeNew(join(dir, RULES, `${numbered(version)}.rules`), bytes);
}

/** Every version of the triage rules, oldest first; none is none. @throws UnitFilesError `unit_damaged`, `unit_unreadable` */
export async function loadTriageRules(dir: string): Promise<Uint8Array[]> {
  const names = (await listOrEmpty(join(dir, RULES))).filter((name) => name.endsWith(".rules"));
  return Promise.all(names.map((_name, i) => bytesOf(dir, `${RULES}/${numbered(i + 1)}.rules`)));
}

/** Units made before leads had consoles have none. Lost, a serial may be used twice, and a floor then ends both. */
async function certificatesIn(dir: string): Promise<Uint8Array[]> {
  if (!(await readOrNull(join(dir, CERTIFICATES)))) return [];
  return decoded(dir, CERTIFICATES, (text) =>
    listIn(parseFormat(text, "abri-certificates/1"), "certificates").map(bytesFrom),
  );
}

async function writeSecrets(dir: string, { offline }: UnitState): Promise<void> {
  await writeDesks(dir, offline.desks);
  await writeLead(dir, offline.lead);
}

async function writeDesks(dir: string, keys: readonly DeskKeys[]): Promise<void> {
  const desks = keys.map(({ id, matchingKey, epochs }) => ({
    id,
    matchingKey: toHex(matchingKey),
    epochs: epochs.map(({ epoch, lastDay, seed }) => ({ epoch, lastDay: isoDay(lastDay), seed: toHex(seed) })),
  }));
  await writeJson(join(dir, DESKS), { format: "abri-desks/1", desks }, true);
}

async function writeLead(dir: string, { seed, certificate }: UnitState["offline"]["lead"]): Promise<void> {
  const lead = { format: "abri-lead/1", seed: toHex(seed), certificate: toBase64Url(certificate) };
  await writeJson(join(dir, LEAD), lead, true);
}

async function writeVersion(
  dir: string,
  version: number,
  link: DirectoryLink,
  grants: readonly Grant[],
): Promise<void> {
  await writeJson(join(dir, GRANTS, `${numbered(version)}.json`), { grants: grants.map(grantJson) }, false);
  await writeWhole(join(dir, DIRECTORY, `${numbered(version)}.roster`), link.roster, false);
  await writeNew(join(dir, DIRECTORY, `${numbered(version)}.statement`), link.statement);
}

function writeJson(path: string, json: unknown, secret: boolean): Promise<void> {
  return writeWhole(path, `${JSON.stringify(json, null, 2)}\n`, secret);
}

const numbered = (version: number): string => String(version).padStart(4, "0");

function parseDesk(value: unknown): DeskKeys {
  const json = record(value);
  return {
    id: numberIn(json, "id"),
    matchingKey: fromHex(stringIn(json, "matchingKey")),
    epochs: listIn(json, "epochs").map((item) => {
      const epoch = record(item);
      return {
        epoch: numberIn(epoch, "epoch"),
        lastDay: parseIsoDay(stringIn(epoch, "lastDay")),
        seed: fromHex(stringIn(epoch, "seed")),
      };
    }),
  };
}

/** Reads a text file; whatever is wrong with it, the file is named and its content is not. */
async function decoded<T>(dir: string, path: string, decode: (text: string) => T): Promise<T> {
  const bytes = await bytesOf(dir, path);
  try {
    return decode(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new UnitFilesError("unit_damaged", `${path} cannot be read as what it should be`);
  }
}

async function bytesOf(dir: string, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(dir, path)));
  } catch (cause) {
    if (!isNotFound(cause)) throw unreadable(join(dir, path), cause);
    const isSecret = path.includes(".secret");
    throw new UnitFilesError(isSecret ? "secret_missing" : "unit_damaged", `${path} is missing`);
  }
}
