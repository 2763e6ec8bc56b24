/** Where a case goes that is not for this desk: quietly below its head, whether it was opened or not. */
import { useSignal } from "@preact/signals";
import { ACTION_TEXT_MAX_BYTES, SecurityError, utf8 } from "../../../security/index.ts";
import { HttpError } from "../http.ts";
import { drafts, keepDraft, moveDraft } from "../state/drafts.ts";
import { texts } from "../state/language.ts";
import { moveCase } from "../state/moveCase.ts";
import type { CaseOnScreen } from "../state/openCase.ts";
import type { OpenSession } from "../state/session.ts";
import { deskName } from "../state/desks.ts";
import { Choice } from "./Choice.tsx";
import { Notice, Problem } from "./parts.tsx";
import { Recusal } from "./Recusal.tsx";
import { TextArea } from "./TextArea.tsx";
import { useFocusNext, WRONG } from "./useFocusFirst.ts";
import { useTask } from "./useTask.ts";

interface ElsewhereProps {
  readonly shown: CaseOnScreen;
  readonly session: OpenSession;
}

export function Elsewhere({ shown, session }: ElsewhereProps) {
  const { elsewhere: t } = texts.value;
  return (
    <details class="elsewhere">
      <summary>{t.title}</summary>
      {/* First: below the other form, which shrinks once a case has moved, its button would come to lie under the pointer. */}
      <Recusal shown={shown} session={session} />
      <Move shown={shown} session={session} />
    </details>
  );
}

function Move({ shown, session }: ElsewhereProps) {
  const { move: t } = texts.value.elsewhere;
  const { holder, desk } = shown.answer.case;
  const others = session.chain.newest.statement.desks.filter(({ id }) => id !== desk);
  const mine = holder?.officerId === session.officer.id;
  return (
    <section>
      <h3>{t.title}</h3>
      {mine ? (
        <MoveForm caseId={shown.id} desks={others.map(({ id }) => id)} session={session} />
      ) : (
        <p>{t.claimFirst}</p>
      )}
    </section>
  );
}

/** What this form can be refused for and others are not, in its own words. */
function MoveProblem({ error }: { error: unknown }) {
  const { elsewhere, reply } = texts.value;
  if (error instanceof HttpError && error.code === "case_changed") {
    return <Notice tone="caution" live title={elsewhere.move.changed} />;
  }
  if (error instanceof SecurityError && error.code === "open_failed") {
    return <Notice tone="caution" live title={reply.noKey} />;
  }
  return <Problem error={error} />;
}

interface MoveFormProps {
  readonly caseId: string;
  readonly desks: readonly number[];
  readonly session: OpenSession;
}

const isEmpty = ({ chain }: OpenSession, desk: number): boolean =>
  !chain.newest.roster.officers.some(({ desks }) => desks.includes(desk));

function MoveForm({ caseId, desks, session }: MoveFormProps) {
  const { move: t } = texts.value.elsewhere;
  const task = useTask();
  const { place, focusNext } = useFocusNext<HTMLFormElement>();
  const [to, asked] = [useSignal<number | null>(null), useSignal(false)];
  const key = moveDraft(caseId);
  const reason = drafts.value.get(key) ?? "";
  const tooLong = utf8(reason.trim()).length > ACTION_TEXT_MAX_BYTES;
  const wrong = tooLong ? t.tooLong : asked.value && reason.trim() === "" ? t.reasonEmpty : undefined;
  const noDesk = asked.value && to.value === null;
  const mine = session.keyring.desks.some(({ deskId }) => deskId === to.value);
  const move = (event: Event): void => {
    event.preventDefault();
    asked.value = true;
    const desk = to.value;
    if (desk === null || tooLong || reason.trim() === "") return focusNext(WRONG);
    task.run(async () => {
      await moveCase(caseId, desk, reason);
      keepDraft(key, "");
    });
  };
  return (
    <form ref={place} onSubmit={move} noValidate>
      <MoveProblem error={task.error} />
      <Choice
        label={t.to}
        value={String(to.value ?? "")}
        options={[
          { value: "", text: t.choose },
          ...desks.map((desk) => ({ value: String(desk), text: deskName(desk) })),
        ]}
        error={noDesk ? t.toEmpty : undefined}
        onChoose={(value) => (to.value = Number(value) || null)}
      />
      {to.value !== null && (
        <Notice tone={mine ? "plain" : "caution"} live>
          <p>{t.what(deskName(to.value))}</p>
          {!mine && <p>{t.notYours}</p>}
          {isEmpty(session, to.value) && <p>{texts.value.ownDesks.nobody}</p>}
        </Notice>
      )}
      <TextArea
        label={t.reason}
        hint={t.reasonHint}
        error={wrong}
        rows={2}
        value={reason}
        onText={(typed) => keepDraft(key, typed)}
      />
      <div class="row">
        <button class="first" type="submit" aria-disabled={task.busy}>
          {task.busy ? <span class="working">{t.doing}</span> : t.do}
        </button>
      </div>
    </form>
  );
}
