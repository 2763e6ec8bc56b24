/** The log of one case for the officers' vectors: an entry of every kind, the content of every action, a rewrap and its order. */
import {
  deskSecret,
  encodeAction,
  encodeAttached,
  encodeNote,
  encodeSentReply,
  entryOpener,
  matchTag,
  rekeyEntryId,
  sealEntry,
  sealRewrap,
  signRewrapOrder,
  toHex,
  type Action,
  type Entry,
  type HeldSecret,
  type Primitives,
} from "../../security/index.ts";
import { randomUuidBytes, type TestOfficer } from "../tools/unit.ts";

/** Each code at least once, with everything that may stand beside it. The ids are the vector's. */
function actions(caseId: Uint8Array, officerId: Uint8Array): readonly Action[] {
  return [
    { code: "opened" },
    { code: "claimed" },
    { code: "released", text: "La suite à lundi." },
    { code: "labelled", label: "été 2026" },
    { code: "unlabelled", label: "ferme" },
    { code: "linked", caseId },
    { code: "unlinked", caseId },
    { code: "ticked", item: "safety" },
    { code: "unticked", item: "referral" },
    { code: "levelled", level: 3, reason: "vu deux fois", slips: [0, 1, 2, 65_535], alone: "personne d’autre" },
    { code: "closed", outcome: "referred", text: "à la clinique", alone: "la nuit" },
    { code: "closed", outcome: "helped" },
    { code: "reopened" },
    { code: "handedOver", officerId, text: "voir la note" },
    { code: "secondAsked" },
    { code: "secondRead", text: "d’accord" },
    { code: "recused", text: "je connais l’employeur" },
    { code: "returned", officerId },
    { code: "moved", to: 2, reason: "un enfant" },
  ];
}

interface EntryVector {
  readonly kind: Entry["kind"];
  /** Hexadecimal, all of them. */
  readonly objectId: string;
  readonly after: readonly string[];
  readonly content: string;
  readonly sealed: string;
}

export async function caseVectors(p: Primitives, held: readonly HeldSecret[], officer: TestOfficer) {
  const secretOf = (desk: number, at: number): Uint8Array =>
    held.find(({ deskId, epoch }) => deskId === desk && epoch === at)?.secret ?? new Uint8Array();
  const matchingKey = secretOf(1, 0);
  const desk = await deskSecret(p, { deskId: 1, epoch: 2, seed: secretOf(1, 2) });
  const caseId = randomUuidBytes(p);
  const [mailboxId, newMailboxId] = [p.randomBytes(16), p.randomBytes(16)];
  const [arrived, before] = [p.randomBytes(16), p.randomBytes(16)];
  const from = randomUuidBytes(p);

  const attached = { mailboxId, envelopeIds: [arrived], from, rekey: { newMailboxId, before: [before] } };
  const longNote = "Elle a rappelé ce matin. ".repeat(200);
  const said: readonly (Pick<Entry, "kind" | "content"> & { readonly objectId?: Uint8Array })[] = [
    { kind: "note", content: encodeNote({ text: longNote }) },
    { kind: "sentReply", content: encodeSentReply({ mailboxId, text: "Nous avons lu.", sequences: [1, 9] }) },
    {
      kind: "attached",
      content: encodeAttached(attached),
      objectId: await rekeyEntryId(p, matchingKey, mailboxId),
    },
    { kind: "action", content: encodeAction({ code: "claimed" }) },
  ];
  const sealedOnes: Uint8Array[] = [];
  const entries: EntryVector[] = [];
  for (const { kind, content, objectId = randomUuidBytes(p) } of said) {
    // The first builds on nothing, the second on the first, the others on the two newest: ascending, as they stand in an entry.
    const hashes = await Promise.all(sealedOnes.slice(-2).map((sealed) => p.sha256(sealed)));
    const after = hashes.toSorted((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
    const place = { deskId: 1, epoch: 2, objectId, caseId };
    const writer = { signerId: officer.id, signing: officer.signing, deskKey: desk.sealing.publicKey };
    const sealed = await sealEntry(p, { ...place, ...writer, kind, after, content });
    sealedOnes.push(sealed);
    entries.push({
      kind,
      objectId: toHex(objectId),
      after: after.map(toHex),
      content: toHex(content),
      sealed: toHex(sealed),
    });
  }

  const [first] = entries;
  if (first === undefined) throw new Error("there is an entry");
  const other = await deskSecret(p, { deskId: 2, epoch: 1, seed: secretOf(2, 1) });
  const rewrapOf = async (i: number): Promise<{ id: Uint8Array; rewraps: [Uint8Array] }> => {
    const id = Uint8Array.from(Buffer.from(entries[i]?.objectId ?? "", "hex"));
    const opener = await entryOpener(p, sealedOnes[i] ?? new Uint8Array(), id, [desk]);
    if (opener === null) throw new Error("the entry opens with the desk's key");
    const place = { kind: "entry", deskId: 2, epoch: 1, objectId: id, deskKey: other.sealing.publicKey } as const;
    return { id, rewraps: [await sealRewrap(p, opener, place)] };
  };
  const objects = [await rewrapOf(0), await rewrapOf(1)];
  const order = { officerId: officer.id, caseId, deskId: 2, epoch: 1, objects };

  return {
    caseId: toHex(caseId),
    mailboxId: toHex(mailboxId),
    tag: toHex(await matchTag(p, matchingKey, mailboxId)),
    desk: 1,
    epoch: 2,
    entries,
    note: longNote,
    attached: {
      mailboxId: toHex(mailboxId),
      envelopeIds: [toHex(arrived)],
      from: toHex(from),
      rekey: { newMailboxId: toHex(newMailboxId), before: [toHex(before)] },
    },
    actions: actions(from, officer.id).map((action) => ({
      action: inHex(action),
      content: toHex(encodeAction(action)),
    })),
    rewrapOrder: {
      desk: 2,
      epoch: 1,
      objects: objects.map(({ id, rewraps: [rewrap] }) => ({ id: toHex(id), rewrap: toHex(rewrap) })),
      signature: toHex(await signRewrapOrder(p, order, officer.signing.secretKey)),
    },
  };
}

/** Bytes as hexadecimal. */
function inHex(action: Action): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(action).map(([key, value]) => [key, value instanceof Uint8Array ? toHex(value) : value]),
  );
}
