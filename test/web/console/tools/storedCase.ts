/** One person's case as the officer host has it, and what officers' consoles do with it. */
import {
  encodeAttached,
  sealEntry,
  toBase64Url,
  type Attached,
  type CodeKeys,
  type DeskSecret,
} from "../../../../security/index.ts";
import type { AttachCaseRequest, CaseEntry, CaseItem, ReadCaseAnswer } from "../../../../api/routes/cases/schema.ts";
import { belong, buildAttachment } from "../../../../web/console/domain/attach.ts";
import { openCaseFile, type CaseContext, type CaseFile } from "../../../../web/console/domain/caseFile.ts";
import { findCaseOf, type FoundCase } from "../../../../web/console/domain/findCase.ts";
import { newUuid, uuidBytes } from "../../../../web/console/domain/ids.ts";
import type { TestUnit } from "../../../tools/unit.ts";
import { UNDECIDED } from "./head.ts";

const HOME = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d00ff";
/** The case that items lie in before they are brought. */
const ALONE = "6e8bc430-9c3a-4f6e-8a3b-2f6f2a4d0001";
/** ISO day on which entries are written. */
export const DAY = "2026-03-05";

export class StoredCase {
  readonly #unit: TestUnit;
  readonly #context: CaseContext;
  readonly #matching: Uint8Array;
  items: CaseItem[];
  entries: CaseEntry[] = [];

  /** @param report the first one */
  constructor(unit: TestUnit, context: CaseContext, report: CaseItem) {
    this.#unit = unit;
    this.#context = context;
    this.#matching = context.keyring.matching.get(1) as Uint8Array;
    this.items = [report];
  }

  #answer(items: CaseItem[], entries: CaseEntry[] = []): ReadCaseAnswer {
    const head = { level: 2, state: "open" as const, releasedDay: "2026-03-02", dueDay: "2026-03-05" };
    return {
      case: { id: HOME, desk: 1, ...head, dueHour: null, overdue: false, onCall: false, holder: null, ...UNDECIDED },
      items,
      entries,
    };
  }

  /** As a console opens it. */
  open(more: Partial<CaseContext> = {}): Promise<CaseFile> {
    return openCaseFile(this.#unit.p, this.#answer(this.items, this.entries), { ...this.#context, ...more });
  }

  /** As a console opens items that lie in a case of their own. */
  openAlone(items: CaseItem[], more: Partial<CaseContext> = {}): Promise<CaseFile> {
    return openCaseFile(this.#unit.p, this.#answer(items), { ...this.#context, ...more });
  }

  /** @throws Error when the case is not known by that mailbox */
  async findBy(keys: Pick<CodeKeys, "mailboxId">): Promise<FoundCase> {
    const finder = {
      findCase: async () => Promise.resolve({ caseId: HOME }),
      readCase: async () => Promise.resolve(this.#answer(this.items, this.entries)),
    };
    const at = { caseId: ALONE, deskId: 1 };
    const one = await findCaseOf(this.#unit.p, keys, at, finder, this.#context);
    if (one === null) throw new Error("the case is not found by this mailbox");
    return one;
  }

  /**
   * What a console does with an item that lies in a case of its own. @param by the code that it names
   * @throws Error when it does not belong, or no case is known by that code
   */
  async bring(item: CaseItem, by: CodeKeys): Promise<AttachCaseRequest> {
    const { p, officer } = this.#unit;
    const into = await this.findBy(by);
    const judged = await this.openAlone([item], { elsewhere: into.codes });
    if (!belong(judged.items)) throw new Error("it does not belong");
    const { statement } = this.#context.chain.newest;
    const matching = this.#matching;
    const answer = this.#answer([item]);
    const request = await buildAttachment(p, {
      from: {
        answer: { ...answer, case: { ...answer.case, id: ALONE } },
        file: judged,
        keyring: this.#context.keyring,
      },
      items: judged.items,
      into,
      statement,
      matching,
      officer,
    });
    this.items.push(item);
    this.entries.push({ ...request.entry, day: DAY });
    return request;
  }

  /** An entry that an officer's signature holds, of whatever it says and under whatever id. */
  async written(content: Attached, id = newUuid(this.#unit.p)): Promise<CaseEntry> {
    const { p, desks, officer } = this.#unit;
    const desk = desks[0] as DeskSecret;
    const sealed = await sealEntry(p, {
      deskId: desk.deskId,
      epoch: desk.epoch,
      objectId: uuidBytes(id),
      caseId: uuidBytes(HOME),
      after: [],
      deskKey: desk.sealing.publicKey,
      signerId: officer.id,
      signing: officer.signing,
      kind: "attached",
      content: encodeAttached(content),
    });
    return { id, epoch: desk.epoch, day: DAY, sealed: toBase64Url(sealed) };
  }
}

/** How each item of a case stands, in a word or two. */
export const said = (file: CaseFile): string[] =>
  file.items.map((item) => {
    if (item.state === "refused") return item.reason;
    if (item.state === "rekey") return item.takenUp ? "rekey taken up" : "rekey";
    return item.state === "old_code" ? `old ${item.content.type}` : item.state;
  });
