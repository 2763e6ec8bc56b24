/** What the person sent after the first report: a message, that they take it back, a new code; and what an old code signed. */
import type { ComponentChildren } from "preact";
import type { JudgedItem } from "../domain/judgedItem.ts";
import type { TakenUp } from "../domain/codes.ts";
import { equalBytes, type ThreadItem } from "../../../security/index.ts";
import { dayText, texts } from "../state/language.ts";
import { Attachments } from "./Attachments.tsx";
import { Differences } from "./Differences.tsx";
import { Notice } from "./parts.tsx";

export type LaterItem = Extract<JudgedItem, { state: "message" | "withdrawal" | "rekey" | "old_code" | "unmatched" }>;

export const isLater = (item: JudgedItem): item is LaterItem => item.state !== "report" && item.state !== "refused";

interface LaterLineProps {
  readonly caseId: string;
  readonly item: LaterItem;
  /** Those of this case that were taken up. */
  readonly changes: readonly TakenUp[];
}

export function LaterLine({ caseId, item, changes }: LaterLineProps) {
  const { later: t } = texts.value;
  if (item.state === "unmatched") {
    const { words } = texts.value;
    return (
      <Line caseId={caseId} item={item} title={t.unmatched}>
        <Notice tone="caution">{t.unmatchedText}</Notice>
        <Said item={item} content={item.content} />
        {item.content.type !== "message" && <p>{words.type[item.content.type]}</p>}
      </Line>
    );
  }
  if (item.state === "old_code") {
    return (
      <Line caseId={caseId} item={item} title={t.oldCode}>
        <Notice tone="caution">{t.oldCodeText}</Notice>
        <Said item={item} content={item.content} />
        {item.content.type !== "message" && <p>{item.content.type === "withdrawal" ? t.oldWithdrawal : t.oldRekey}</p>}
      </Line>
    );
  }
  // What it means stands at the head of the case, in view.
  if (item.state === "withdrawal") return <Line caseId={caseId} item={item} title={t.withdrawal} />;
  if (item.state === "rekey") {
    const { newMailboxId } = item.content;
    const change = changes.find(({ rekey }) => equalBytes(rekey.newMailboxId, newMailboxId));
    return (
      <Line caseId={caseId} item={item} title={t.rekey}>
        {change && item.takenUp ? (
          <p>
            {t.rekeyText} {t.takenUp(dayText(change.day), change.signerName ?? texts.value.case.holderUnknown)}
          </p>
        ) : (
          <Notice tone="alarm">{t.notTakenUp}</Notice>
        )}
      </Line>
    );
  }
  return (
    <Line caseId={caseId} item={item} title={texts.value.case.messageFrom}>
      <Said item={item} content={item.content} />
    </Line>
  );
}

interface LineProps {
  readonly caseId: string;
  readonly item: LaterItem;
  readonly title: string;
  readonly children?: ComponentChildren;
}

function Line({ caseId, item, title, children }: LineProps) {
  const { case: t } = texts.value;
  return (
    <li class="theirs" data-state={item.state}>
      <p class="meta">
        <strong>{title}</strong>
        <span>{t.received(dayText(item.releasedDay))}</span>
        {item.slip.danger === "now" && <span class="mark alarm">{t.inDanger}</span>}
      </p>
      {children}
      {item.files && <Attachments caseId={caseId} itemId={item.id} files={item.files} />}
      <Differences differences={item.differences} />
    </li>
  );
}

function Said({ item, content }: { item: LaterItem; content: ThreadItem }) {
  if (content.type !== "message") return null;
  return (
    <p class="said" dir="auto" lang={item.slip.language}>
      {content.text}
    </p>
  );
}
