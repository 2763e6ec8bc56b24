/** A server that writes what it likes into its own database: entries of cases, and grants. */
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { officerByName } from "../../../prisma/repositories/officers.ts";
import { listChain } from "../../../prisma/repositories/directory.ts";
import {
  dayOf,
  deskOf,
  encodeAction,
  encodeNote,
  makeGrant,
  sealEntry,
  shredSeal,
  uuidBytes,
  uuidOf,
  verifyChain,
} from "../../../security/index.ts";
import { KeyStore, loadSodium, loadSumo } from "../../../security/node.ts";
import type { Stack } from "../../tools/stack.ts";
import { identityOf, type Loot } from "./thief.ts";

/** Writes a note into a case, sealed as notes are, that `name` never signed. */
export async function forgeNote(stack: Stack, caseId: string, name: string, text: string): Promise<void> {
  const p = await loadSodium();
  const db = stack.database.client();
  const { statement } = (await verifyChain(p, await listChain(db), stack.unit, dayOf(Date.now()))).newest;
  const { desk: deskId } = await db.caseRecord.findUniqueOrThrow({ where: { id: caseId } });
  const desk = deskOf(statement, deskId);
  const officer = await officerByName(db, name);
  if (officer === null) throw new Error(`nobody is called ${name}`);
  const id = randomUUID();
  const sealed = await sealEntry(p, {
    deskId,
    epoch: desk.epoch,
    objectId: uuidBytes(id),
    caseId: uuidBytes(caseId),
    after: [],
    deskKey: desk.sealingKey,
    signerId: uuidBytes(officer.id),
    signing: p.ed25519KeyPair(p.randomBytes(32)),
    kind: "note",
    content: encodeNote({ text }),
  });
  const day = new Date();
  day.setUTCHours(0, 0, 0, 0);
  await db.caseEntry.create({
    data: { id, caseId, desk: deskId, epoch: desk.epoch, day, sealed: new Uint8Array(sealed) },
  });
}

/**
 * What somebody who has left can lay down with such a server: a closing, signed with the key in their vault and sealed to the first
 * epoch of the case's desk, in which they were there.
 */
export async function backdateClosing(stack: Stack, caseId: string, loot: Loot): Promise<void> {
  const db = stack.database.client();
  const p = await loadSumo();
  const { links } = await verifyChain(p, await listChain(db), stack.unit, dayOf(Date.now()));
  const { desk: deskId } = await db.caseRecord.findUniqueOrThrow({ where: { id: caseId } });
  const desk = links.flatMap(({ statement }) => statement.desks).find(({ id, epoch }) => id === deskId && epoch === 1);
  const { id: signer, signing } = await identityOf(stack, loot);
  if (desk === undefined) throw new Error("the desk had a first epoch");
  const place = { deskId, epoch: desk.epoch, objectId: uuidBytes(randomUUID()), caseId: uuidBytes(caseId) };
  const content = encodeAction({ code: "closed", outcome: "helped" });
  const entry = { ...place, after: [], deskKey: desk.sealingKey, signerId: uuidBytes(signer), signing, content };
  const sealed = await sealEntry(p, { ...entry, kind: "action" });
  const day = new Date();
  day.setUTCHours(0, 0, 0, 0);
  const row = { id: uuidOf(place.objectId), caseId, desk: deskId, epoch: desk.epoch, day };
  await db.caseEntry.create({ data: { ...row, sealed: new Uint8Array(sealed) } });
}

/** Puts a secret of the server's own in the place of the newest epoch that `name` was granted on a desk. */
export async function forgeGrant(stack: Stack, name: string, desk: number): Promise<void> {
  const p = await loadSodium();
  const db = stack.database.client();
  const officer = await officerByName(db, name);
  if (officer === null) throw new Error(`nobody is called ${name}`);
  const { epoch } = await db.deskGrant.findFirstOrThrow({
    where: { desk, officerId: officer.id },
    orderBy: { epoch: "desc" },
  });
  const subject = { deskId: desk, epoch, officerId: uuidBytes(officer.id) };
  const signer = { id: uuidBytes(officer.id), signing: p.ed25519KeyPair(p.randomBytes(32)) };
  const recipient = { id: subject.officerId, sealingKey: officer.sealingKey };
  const grant = await makeGrant(p, { ...subject, secret: p.randomBytes(32) }, recipient, signer);
  const shredKey = await new KeyStore(join(stack.dataDir, "keys")).get(subject);
  await db.deskGrant.update({
    where: { desk_epoch_officerId: { desk, epoch, officerId: officer.id } },
    data: {
      sealed: new Uint8Array(shredSeal(p, shredKey, grant.inner, subject)),
      signature: new Uint8Array(grant.signature),
    },
  });
}
