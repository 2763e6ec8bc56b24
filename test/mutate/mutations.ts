/** The deliberate breaks, as data: what to replace where, and the one test that has to notice. */
import { CASEWORK_MUTATIONS } from "./caseworkMutations.ts";
import { FOLLOW_UP_CODE_MUTATIONS } from "./followUpCodeMutations.ts";
import { DESK_MUTATIONS } from "./deskMutations.ts";
import { KEYS_MUTATIONS } from "./keysMutations.ts";
import { NOTICES_MUTATIONS } from "./noticesMutations.ts";
import { PASSKEY_MUTATIONS } from "./passkeyMutations.ts";
import { QUEUE_MUTATIONS } from "./queueMutations.ts";
import { REPLIES_MUTATIONS } from "./repliesMutations.ts";
import { RECOVERY_MUTATIONS } from "./recoveryMutations.ts";

export interface Mutation {
  /** For people, and to run it alone. */
  name: string;
  /** The file to break, and a text that stands in it exactly once. */
  file: string;
  search: string;
  replace: string;
  /** The test that has to turn red: its file, and words that are in its full name. */
  test: { file: string; name: string };
}

const BACKDATED_TEST = "test/web/console/backdated.unit.test.ts";
const STATEMENT_TEST = "test/security/statement.unit.test.ts";
const TAMPER_TEST = "test/security/tamper.unit.test.ts";
const TAMPER_ATTACHMENTS_TEST = "test/security/tamperAttachments.unit.test.ts";
const MIGRATION = "prisma/migrations/20260101000000_first/migration.sql";

export const MUTATIONS: readonly Mutation[] = [
  ...FOLLOW_UP_CODE_MUTATIONS,
  ...DESK_MUTATIONS,
  // The log of a case
  {
    name: "claim-without-entry",
    file: "api/commands/claimCase.ts",
    search: "    await addNewEntry({ ...deps, db: tx }, caller, caseId, entry);\n    return until;\n",
    replace: "    return until;\n",
    test: { file: "test/api/routes/entries.db.test.ts", name: "stand with the entry that says so, each once" },
  },
  {
    name: "log-in-the-servers-order",
    file: "web/console/domain/entries.ts",
    search: "  links.sort((a, b) => (toHex(a.hash) < toHex(b.hash) ? -1 : 1));\n",
    replace: "",
    test: {
      file: "test/web/console/caseFacts.unit.test.ts",
      name: "come to the same in every console when two were written at once",
    },
  },
  {
    name: "entries-of-epochs-that-are-over",
    file: "api/commands/keepEntry.ts",
    search: '  if (desk?.epoch !== entry.epoch) throw new ApiError("directory_conflict");\n',
    replace: "  if (desk === undefined) return kept;\n",
    test: { file: "test/api/routes/entries.db.test.ts", name: "is taken no more once somebody was removed" },
  },
  {
    name: "back-dated-entries-count",
    file: "web/console/domain/backdated.ts",
    search: "return unseen.length > 0 && seen.every(",
    replace: "return unseen.length < 0 && seen.every(",
    test: { file: BACKDATED_TEST, name: "closes nothing once somebody wrote without having seen it" },
  },
  {
    name: "first-of-an-epoch-undoes-colleagues",
    file: "web/console/domain/backdated.ts",
    search: "step.deskId === null || !step.hasLeft",
    replace: "step.deskId === null",
    test: { file: BACKDATED_TEST, name: "is the only one whose entries fall" },
  },
  {
    name: "back-dated-entries-vouched-for-later",
    file: "web/console/domain/backdated.ts",
    search: "seen.every((i) => unseen.some((each) => has(behind, i, each)))",
    replace: "seen.length === 0",
    test: { file: BACKDATED_TEST, name: "closes nothing once somebody wrote without having seen it" },
  },
  {
    name: "forgets-what-was-seen-before",
    file: "web/console/domain/entries.ts",
    search: "backdated.has(step) || (seen?.caseId === caseId && isNewAndOld(step, seen))",
    replace:
      "backdated.has(step) || (seen?.caseId !== caseId && isNewAndOld(step, { caseId, deskId: 0, epoch: 0, hashes: new Set() }))",
    test: { file: BACKDATED_TEST, name: "closes nothing that this session has seen since they left" },
  },
  {
    name: "refused-entries-fill-the-heads",
    file: "web/console/domain/entries.ts",
    search: "heads: headsOf(lines),",
    replace: "heads: headsOf(lines) && log.heads,",
    test: { file: BACKDATED_TEST, name: "takes no colleague's place among the newest entries" },
  },
  {
    name: "nonsense-fills-the-heads",
    file: "security/caseLog.ts",
    search: "[...heads.filter((hash) => !isShut(hash)), ...heads.filter(isShut)].slice(0, LOG_HEADS_MAX)",
    replace: "heads.filter((hash) => !isShut(hash) || isShut(hash)).slice(0, LOG_HEADS_MAX)",
    test: { file: "test/security/caseLog.unit.test.ts", name: "names what opened before what did not" },
  },
  {
    name: "believes-that-current-keys-were-destroyed",
    file: "web/console/domain/keyring.ts",
    search: "  const destroyed = told.filter((each) => isOver(context.chain, each));\n",
    replace: "  const destroyed = told;\n",
    test: { file: "test/web/console/destroyed.unit.test.ts", name: "is refused where that cannot be" },
  },
  {
    name: "views-counter-jumps",
    file: "prisma/repositories/views.ts",
    search: "  const within = { lt: counter, gte: counter - VIEWS_STEP_MAX };\n",
    replace: "  const within = { lt: counter };\n",
    test: { file: "test/api/routes/views.db.test.ts", name: "go up by small steps alone" },
  },
  {
    name: "counts-items-to-come",
    file: "web/console/domain/caseLevel.ts",
    search: "  if (lowers && slips.reduce((sum, each) => sum + each, 0) > items) return undefined;\n",
    replace: "  if (lowers && items < 0) return undefined;\n",
    test: { file: "test/web/console/standing.unit.test.ts", name: "by an entry that counts more items than there are" },
  },
  {
    name: "dead-rewraps-unsaid",
    file: "web/console/domain/caseFile.ts",
    search: 'if (!refused.has(of.id) && (await isDead(p, { kind: "envelope", of }, hands))) dead++;',
    replace: 'if (refused.has(of.id) && (await isDead(p, { kind: "envelope", of }, hands))) dead++;',
    test: { file: "test/web/console/moveCase.unit.test.ts", name: "is lost to nobody when the rewraps are nonsense" },
  },
  {
    name: "level-of-the-departed-alone",
    file: "web/console/domain/entries.ts",
    search: 'if (link.deskId !== place.deskId || !(isNew || isThere)) return "in_log";',
    replace: 'if (link.deskId !== place.deskId) return "in_log";',
    test: { file: "test/web/console/standing.unit.test.ts", name: "the level that somebody set who has left since" },
  },
  // The key directory
  {
    name: "skip-signature",
    file: "security/statement.ts",
    search: "  checkSignature(p, LABELS.statement, signed, lead.key);\n",
    replace: "",
    test: { file: STATEMENT_TEST, name: "refuses a signature by another key" },
  },
  {
    name: "skip-statement-expiry",
    file: "security/statement.ts",
    search: "if (today > statement.expiryDay)",
    replace: "if (today > statement.expiryDay && today < 0)",
    test: { file: STATEMENT_TEST, name: "refuses a statement that has expired" },
  },
  {
    name: "skip-version-floor",
    file: "security/statement.ts",
    search: "Math.max(unit.floors.statementVersion, seen?.version ?? 0)",
    replace: "(seen?.version ?? 0)",
    test: { file: STATEMENT_TEST, name: "refuses a statement rolled back below the floor" },
  },
  {
    name: "skip-certificate-floor",
    file: "security/certificate.ts",
    search: "certificate.serial < unit.floors.certificateSerial",
    replace: "certificate.serial < 0",
    test: { file: STATEMENT_TEST, name: "refuses a certificate whose serial is below the floor" },
  },
  {
    name: "form-ignores-floor",
    file: "web/form/sealing.ts",
    search: "verifyStatement(noble, bytes, UNIT, today, seen)",
    replace: "verifyStatement(noble, bytes, { ...UNIT, floors: { ...UNIT.floors, statementVersion: 1 } }, today, seen)",
    test: { file: "test/e2e/proxy.e2e.test.ts", name: "is refused before anything is sealed" },
  },
  // Signatures and ciphers
  {
    name: "loose-ed25519",
    file: "security/primitives/noble.ts",
    search: "return valid && isPrimeOrder(publicKey) && isPrimeOrder(signature.slice(0, ED25519_PUBLIC_KEY_BYTES));",
    replace: "return valid;",
    test: {
      file: "test/security/primitives/published.vector.test.ts",
      name: "made, valid for a loose verifier",
    },
  },
  {
    name: "wrong-hpke-info",
    file: "security/envelope.ts",
    search: "concat(utf8(LABELS.envelope), u16(deskId), await p.sha256(prefix))",
    replace: "concat(utf8(LABELS.envelope), u16(deskId))",
    test: { file: TAMPER_TEST, name: "cross-wiring two envelopes is refused" },
  },
  {
    name: "wrong-hpke-label",
    file: "security/envelope.ts",
    search: "concat(utf8(LABELS.envelope), u16(deskId), await p.sha256(prefix))",
    replace: "concat(utf8(LABELS.slip), u16(deskId), await p.sha256(prefix))",
    test: { file: "test/security/protocol.vector.test.ts", name: "opens first report" },
  },
  {
    name: "skip-slip-hash",
    file: "security/slip.ts",
    search: "return equalBytes(await p.sha256(slip), envelope.slipHash);",
    replace: "return (await p.sha256(slip)).length === envelope.slipHash.length;",
    test: { file: TAMPER_TEST, name: "a slip that the server made itself for this envelope is refused" },
  },
  {
    name: "padding-unchecked",
    file: "security/padding.ts",
    search: "if (end < 0 || padded[end] !== 0x80)",
    replace: "if (end < 0)",
    test: { file: "test/security/padding.unit.test.ts", name: "unpad() refuses" },
  },
  {
    name: "stream-without-end",
    file: "security/stream.ts",
    search: "nonce[CHACHA_NONCE_BYTES - 1] = last ? 1 : 0;",
    replace: "nonce[CHACHA_NONCE_BYTES - 1] = last ? 0 : 0;",
    test: { file: TAMPER_ATTACHMENTS_TEST, name: "truncation is refused even when the envelope's length is changed" },
  },
  {
    name: "stream-without-order",
    file: "security/stream.ts",
    search: "const counter = index * PART_CHUNKS + i;",
    replace: "const counter = i;",
    test: { file: TAMPER_ATTACHMENTS_TEST, name: "a part opens in its own place alone" },
  },
  {
    name: "file-hash-unchecked",
    file: "security/openAttachments.ts",
    search: "!equalBytes(this.#hash.digest(), this.#file.hash)",
    replace: "this.#hash.digest().length !== this.#file.hash.length",
    test: { file: TAMPER_ATTACHMENTS_TEST, name: "a manifest that lies is refused" },
  },
  {
    name: "skip-thread-signature",
    file: "security/openEnvelope.ts",
    search: "return p.ed25519Verify(signature, signedContent, threadKey);",
    replace: "return signature.length + signedContent.length + threadKey.length > 0;",
    test: { file: TAMPER_TEST, name: "a later message forged by somebody who knows the mailbox id only" },
  },
  {
    name: "skip-reply-signature",
    file: "security/openMailbox.ts",
    search:
      "if (!epochSigner || !p.ed25519Verify(signature, replyMessage(mailboxId, signed), epochSigner)) return null;",
    replace: "if (!epochSigner || signature.length + replyMessage(mailboxId, signed).length === 0) return null;",
    test: { file: "test/security/reply.unit.test.ts", name: "an unsigned officer" },
  },
  {
    name: "skip-vault-counter",
    file: "security/vault.ts",
    search: "if (place.counter < seenCounter)",
    replace: "if (place.counter < seenCounter && seenCounter < 0)",
    test: { file: "test/security/vault.unit.test.ts", name: "refuses a counter that went back" },
  },
  // What is kept, and who may read it
  {
    name: "plaintext-log",
    file: "prisma/process/log.ts",
    search:
      "return Object.fromEntries(ALLOWED.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));",
    replace: "return ALLOWED.length > 0 ? fields : {};",
    test: { file: "test/prisma/process/log.unit.test.ts", name: "drops every other field" },
  },
  {
    name: "wider-database-role",
    file: MIGRATION,
    search: "GRANT INSERT ON intake_envelope TO abri_reporter;",
    replace: "GRANT INSERT, SELECT ON intake_envelope TO abri_reporter;",
    test: { file: "test/prisma/roles.db.test.ts", name: "read its columns and no other" },
  },
  {
    name: "serial-id",
    file: MIGRATION,
    search: 'CREATE TABLE "quarantine" (',
    replace: 'CREATE TABLE "quarantine" ("arrival" BIGSERIAL,',
    test: { file: "test/prisma/inventory.db.test.ts", name: "nothing is numbered or filled in by a clock" },
  },
  {
    name: "arrival-time",
    file: MIGRATION,
    search: 'CREATE TABLE "intake_envelope" (',
    replace: 'CREATE TABLE "intake_envelope" ("arrived" TIMESTAMPTZ NOT NULL DEFAULT now(),',
    test: { file: "test/prisma/inventory.db.test.ts", name: "names every time finer than a day" },
  },
  {
    name: "receipts-ignored",
    file: "prisma/repositories/intake.ts",
    search: "SELECT ${dbBytes(one.envelopeId)}, ${dbBytes(one.envelope)}, ${dbBytes(one.slip)} FROM receipt\n",
    replace: "SELECT ${dbBytes(one.envelopeId)}, ${dbBytes(one.envelope)}, ${dbBytes(one.slip)}\n",
    test: {
      file: "test/api/routes/envelopes.db.test.ts",
      name: "gives the same answer after the envelope was triaged, and does not take it in again",
    },
  },
  {
    name: "mailbox-miss-shows",
    file: "api/commands/readMailbox.ts",
    search: "stored[index] ?? (fillers[index] as Uint8Array)",
    replace: "stored[index] ?? new Uint8Array((fillers[index] as Uint8Array).length)",
    test: {
      file: "test/api/routes/mailbox.db.test.ts",
      name: "answers an unknown mailbox with the same bytes each time, and with others than its neighbour",
    },
  },
  {
    name: "abandoned-parts-stay",
    file: "prisma/repositories/uploads.ts",
    search: "{ lt: dateOfDay(today - UPLOAD_KEPT_DAYS) }",
    replace: "{ lt: dateOfDay(today - 90 * UPLOAD_KEPT_DAYS) }",
    test: { file: "test/workers/attachments.db.test.ts", name: "stays for a day, and is gone the day after" },
  },
  {
    name: "attachments-of-any-desk",
    file: "prisma/repositories/attachments.ts",
    search: "where: { id: itemId, desk: { in: [...desks] }, ",
    replace: "where: { id: itemId, desk: { notIn: desks.map((desk) => -desk) }, ",
    test: { file: "test/api/routes/attachments.db.test.ts", name: "gives nothing of another desk" },
  },
  {
    name: "cookie-on-reporter-host",
    file: "api/middleware/securityHeaders.ts",
    search: '    ctx.set("Cache-Control", "no-store");\n',
    replace: '    ctx.set("Cache-Control", "no-store");\n    ctx.set("Set-Cookie", "visit=1");\n',
    test: { file: "test/api/reporterApp.db.test.ts", name: "never sets a cookie" },
  },
  {
    name: "read-aloud-by-a-vendor",
    file: "web/form/listen/voice.ts",
    search: "localService && ",
    replace: "",
    test: { file: "test/web/form/listen.unit.test.ts", name: "none that sends the words away" },
  },
  // Files on officers' screens
  {
    name: "viewer-of-the-consoles-origin",
    file: "web/console/views/Viewer.tsx",
    search: 'sandbox="allow-scripts allow-downloads"',
    replace: 'sandbox="allow-scripts allow-downloads allow-same-origin"',
    test: { file: "test/web/console/viewerWalls.dom.test.ts", name: "the sandbox is a wall by itself" },
  },
  {
    name: "viewer-that-asks-the-network",
    file: "api/middleware/securityHeaders.ts",
    search: '    "media-src": ["blob:"],\n    "base-uri"',
    replace: '    "media-src": ["blob:"],\n    "connect-src": ["*"],\n    "base-uri"',
    test: { file: "test/web/console/viewerWalls.dom.test.ts", name: "asks no host, starts nothing and leads nowhere" },
  },
  {
    name: "viewer-shows-drawings",
    file: "web/console/viewer/kinds.ts",
    search: 'if (/^\\s*</.test(letters)) return "page";',
    replace: "",
    test: { file: "test/web/console/viewerKinds.unit.test.ts", name: "a page that holds the beginning of a PDF" },
  },
  {
    name: "pictures-come-sharp",
    file: "web/console/viewer/picture.ts",
    search: '{ class: "blurred" }',
    replace: "{}",
    test: { file: "test/web/console/attachments.dom.test.ts", name: "comes blurred, is seen after one more press" },
  },
  {
    name: "sounds-come-loud",
    file: "web/console/viewer/sound.ts",
    search: "  sound.muted = true;\n",
    replace: "",
    test: { file: "test/web/console/attachments.dom.test.ts", name: "silent and still until it is asked" },
  },
  {
    name: "believes-what-a-file-claims",
    file: "web/console/viewer/kinds.ts",
    search: "return fits(kindOfType(type), found) && fits(kindOfEnding(name), found);",
    replace: "return true;",
    test: { file: "test/web/console/attachments.dom.test.ts", name: "that it is not what it claims is said" },
  },
  ...NOTICES_MUTATIONS,
  ...KEYS_MUTATIONS,
  ...REPLIES_MUTATIONS,
  ...RECOVERY_MUTATIONS,
  ...CASEWORK_MUTATIONS,
  ...PASSKEY_MUTATIONS,
  ...QUEUE_MUTATIONS,
  // How production runs
  {
    name: "hosts-share-a-network",
    file: "docker-compose.yml",
    search: "networks: [officer-front, officer-database, officer-queue]",
    replace: "networks: [reporter-front, officer-front, officer-database, officer-queue]",
    test: { file: "test/compose/compose.unit.test.ts", name: "leaves the reporter host no network" },
  },
];

/**
 * The broken text.
 * @throws Error when the text to replace does not stand there exactly once: the mutation has to follow the code.
 */
export function applyMutation({ name, file, search, replace }: Mutation, text: string): string {
  const parts = text.split(search);
  if (parts.length !== 2) throw new Error(`${name}: its text stands ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}
