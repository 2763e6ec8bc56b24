/** A case: its head with the consent always in view, the report behind its warning, the thread, the reply. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { toHex } from "../../../security/index.ts";
import { texts } from "../state/language.ts";
import { caseNotice, caseProblem, leaveCase, openedCase, readCase, revealed } from "../state/openCase.ts";
import { goTo, routeHref } from "../state/route.ts";
import type { OpenSession } from "../state/session.ts";
import { HttpError } from "../http.ts";
import { CaseLog } from "./CaseLog.tsx";
import { CaseHead } from "./CaseHead.tsx";
import { Elsewhere } from "./Elsewhere.tsx";
import { Handling } from "./handling/Handling.tsx";
import { StandingNotices } from "./handling/Standing.tsx";
import { Marks } from "./Marks.tsx";
import { Notes } from "./Notes.tsx";
import { deskName } from "../state/desks.ts";
import { Notice, Problem } from "./parts.tsx";
import { HandedAnyway } from "./Recusal.tsx";
import { ReplyBox } from "./ReplyBox.tsx";
import { Report } from "./Report.tsx";
import { Thread } from "./Thread.tsx";
import { useReading } from "./useReading.ts";
import { Warning } from "./Warning.tsx";

export function CaseView({ id, session }: { id: string; session: OpenSession }) {
  const t = texts.value.case;
  useReading((by) => readCase(id, by), [session]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // In a field or a list it is the field's: what was typed there would be left behind.
      const inField = event.target instanceof Element && event.target.matches("textarea, select, input[type=text]");
      if (event.key === "Escape" && !event.defaultPrevented && !inField) goTo({ at: "queue" });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  useEffect(() => () => leaveCase(id), [id]);

  // Once the warning is passed, whoever did goes on reading there.
  const isOpen = revealed.value.has(id);
  const body = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    if (isOpen && !wasOpen.current) body.current?.querySelector("h2")?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  const shown = openedCase.value;
  const error = caseProblem.value;
  if (shown?.id !== id) {
    const missing = error instanceof HttpError && error.code === "not_found";
    return (
      <>
        <h1 tabIndex={-1}>{missing || error !== null ? texts.value.errors.title : t.loading}</h1>
        {missing ? (
          <Notice tone="plain" title={t.missing} />
        ) : (
          <Problem error={error} again={() => void readCase(id)} />
        )}
        <p>
          <a href={routeHref({ at: "queue" })}>{texts.value.app.back}</a>
        </p>
      </>
    );
  }
  const ownId = toHex(session.officerId);
  if (shown.file.facts.recused.has(ownId)) {
    return (
      <>
        <h1 tabIndex={-1}>{texts.value.elsewhere.recusal.title}</h1>
        <HandedAnyway />
        <p>
          <a href={routeHref({ at: "queue" })}>{texts.value.app.back}</a>
        </p>
      </>
    );
  }
  const notice = caseNotice.value?.caseId === id ? caseNotice.value : null;
  return (
    <>
      <CaseHead shown={shown} session={session} />
      {notice?.what === "attached" && <Notice tone="good" live title={t.attached} />}
      {notice?.what === "unmatched" && <Notice tone="caution" live title={t.unmatched} />}
      {notice?.what === "mistagged" && <Notice tone="caution" live title={t.mistagged} />}
      {notice?.what === "followUp" && notice.deskId !== undefined && (
        <Notice tone="caution" live title={texts.value.elsewhere.followUp(deskName(notice.deskId))}>
          {texts.value.elsewhere.followUpText}
        </Notice>
      )}
      <Problem error={error} />
      <StandingNotices shown={shown} session={session} />
      <Handling shown={shown} session={session} />
      <Elsewhere shown={shown} session={session} />
      {isOpen ? (
        <div class="case-body" ref={body}>
          <div>
            <Report caseId={id} file={shown.file} />
          </div>
          <div>
            <Thread caseId={id} file={shown.file} />
            <ReplyBox shown={shown} session={session} />
            <Notes shown={shown} />
            <Marks shown={shown} />
            <CaseLog shown={shown} />
          </div>
        </div>
      ) : (
        <Warning shown={shown} officerId={session.officer.id} />
      )}
    </>
  );
}
