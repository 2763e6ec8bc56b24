/** The log of a case: who did what on which day, in its order; and what of it is missing or does not hold. */
import type { LogLine } from "../domain/entries.ts";
import { nameOf } from "../domain/trust.ts";
import { uuidOf } from "../../../security/index.ts";
import { dayText, numberText, texts } from "../state/language.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import { rows } from "../state/queue.ts";
import { nameInQueue } from "../state/queueCases.ts";
import { session } from "../state/session.ts";
import { deskName } from "../state/desks.ts";
import { Notice } from "./parts.tsx";

export function CaseLog({ shown }: { shown: CaseOnScreen }) {
  const { log: t, case: c } = texts.value;
  const { log, refusedEntries } = shown.file;
  return (
    <section class="panel">
      <header>
        <h2>{t.title}</h2>
        <span class="soft small">{t.count(numberText(log.length))}</span>
      </header>
      <div class="inside">
        <MissingEntries shown={shown} />
        {refusedEntries.length > 0 && <Notice tone="alarm" title={t.refused(numberText(refusedEntries.length))} />}
        {log.length === 0 ? (
          <p class="soft">{t.empty}</p>
        ) : (
          <details open={refusedEntries.length > 0}>
            <summary>{t.show}</summary>
            <p class="soft small">{t.order}</p>
            <ol class="log">
              {log.map((line) => (
                <li key={line.id} class={isWrong(line.said) ? "refused" : undefined}>
                  <span class="soft">{dayText(line.day)}</span>
                  <span>{line.said.kind === "refused" ? refusal(line.said.code) : whatWasDone(line.said)}</span>
                  {line.said.kind === "refused" ? (
                    <code>{line.said.code}</code>
                  ) : (
                    <span class="soft">{line.signerName ?? c.holderUnknown}</span>
                  )}
                </li>
              ))}
            </ol>
          </details>
        )}
      </div>
    </section>
  );
}

/** That an epoch's keys were destroyed is no fault of an entry. */
const isWrong = (said: LogLine["said"]): boolean => said.kind === "refused" && said.code !== "key_destroyed";

function refusal(code: string): string {
  if (code === "key_destroyed") return texts.value.case.items.destroyed;
  return code === "backdated" ? texts.value.doubt.backdated : texts.value.log.refusedEntry;
}

/** What others build on and is not here, and what this session saw and is not any more. */
function MissingEntries({ shown }: { shown: CaseOnScreen }) {
  const { log: t } = texts.value;
  const { missingEntries, dead } = shown.file;
  const { doubt } = texts.value;
  return (
    <>
      {dead > 0 && (
        <Notice tone="alarm" title={doubt.dead(numberText(dead))}>
          {doubt.deadText}
        </Notice>
      )}
      {shown.gone > 0 && (
        <Notice tone="alarm" live title={t.gone(numberText(shown.gone))}>
          {t.goneText}
        </Notice>
      )}
      {missingEntries > 0 && (
        <Notice tone="alarm" title={t.entriesMissing(String(missingEntries))}>
          {t.entriesMissingText}
        </Notice>
      )}
    </>
  );
}

function whatWasDone(said: Exclude<LogLine["said"], { kind: "refused" }>): string {
  const { log: t, handling: h, elsewhere: e } = texts.value;
  if (said.kind === "note") return t.note;
  if (said.kind === "sentReply") return t.sentReply;
  if (said.kind === "attached") return said.content.rekey ? t.rekey : t.attached;
  const { content: action } = said;
  switch (action.code) {
    case "opened":
    case "claimed":
      return t[action.code];
    case "released":
      return action.text === undefined ? t.released : t.releasedWith;
    case "labelled":
    case "unlabelled":
      return t[action.code](action.label);
    case "linked":
    case "unlinked":
      return t[action.code](caseName(uuidOf(action.caseId)));
    case "levelled":
      return h.log.levelled(String(action.level));
    case "closed":
      return h.log.closed(h.outcomes[action.outcome]);
    case "handedOver":
      return h.log.handedOver(officerName(action.officerId));
    case "reopened":
    case "secondAsked":
    case "secondRead":
      return h.log[action.code];
    case "moved":
      return e.log.moved(deskName(action.to));
    case "recused":
      return e.log.recused;
    case "returned":
      return e.log.returned(officerName(action.officerId));
    default:
      return t[action.code](texts.value.checklist[action.item]);
  }
}

/** As the rosters have it. @param id 16 bytes */
function officerName(id: Uint8Array): string {
  const chain = session.value?.chain;
  return (chain && nameOf(chain, id)) ?? texts.value.case.holderUnknown;
}

/** The two words of a case that the queue has shown, else the beginning of its id. */
export function caseName(id: string): string {
  void rows.value; // what the queue lists later is named then
  return nameInQueue(id) ?? id.slice(0, 8);
}
