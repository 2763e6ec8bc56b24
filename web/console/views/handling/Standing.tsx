/** How a case stands, at its head: what officers signed, and where the server says otherwise. */
import { toHex } from "../../../../security/index.ts";
import { needsSecondReader, type Closing, type SecondReading } from "../../domain/standing.ts";
import { secondReader } from "../../state/handling.ts";
import { dayText, texts } from "../../state/language.ts";
import { levelOfCase, revealed, type CaseOnScreen } from "../../state/openCase.ts";
import { say } from "../../state/said.ts";
import type { OpenSession } from "../../state/session.ts";
import { Notice, Problem } from "../parts.tsx";
import { useTask } from "../useTask.ts";

interface StandingProps {
  readonly shown: CaseOnScreen;
  readonly session: OpenSession;
}

export function StandingNotices({ shown, session }: StandingProps) {
  const { handling: t } = texts.value;
  const { closing } = shown.file.standing;
  const { state, handedTo } = shown.answer.case;
  const toMe = handedTo?.officerId === session.officer.id;
  return (
    <>
      <Lowered shown={shown} />
      {shown.file.unrecorded && (
        <Notice tone="alarm" title={t.newCode}>
          {t.newCodeText}
        </Notice>
      )}
      {state === "closed" && closing !== null && <Closed closing={closing} shown={shown} />}
      {state === "closed" && closing === null && (isLost(shown) ? <Unrecorded /> : <Forged />)}
      {state !== "closed" && closing !== null && (
        <Notice tone="caution" title={t.close.undone}>
          {t.close.undoneText}
        </Notice>
      )}
      {handedTo !== null && (
        <Notice tone={toMe ? "caution" : "plain"} live title={toMe ? t.hand.toYou : t.hand.to(handedTo.name)}>
          {toMe ? t.hand.toYouText : t.hand.toText}
        </Notice>
      )}
      <SecondReading shown={shown} session={session} />
    </>
  );
}

/**
 * Where the keys of an epoch were destroyed, the entry that closed the case may be among what went. That they were is the server's
 * word, and so is that there was such an entry: it takes the alarm away, and not the doubt.
 */
const isLost = ({ file }: CaseOnScreen): boolean =>
  file.log.some(({ said }) => said.kind === "refused" && said.code === "key_destroyed");

/** That an officer lowered the level, and how: it explains a level below the sealed slips. */
function Lowered({ shown }: Pick<StandingProps, "shown">) {
  const { handling, case: c } = texts.value;
  const t = handling.level;
  const { levelled } = shown.file.standing;
  if (levelled === null || !levelOfCase(shown).byOfficer) return null;
  const name = levelled.signerName ?? c.holderUnknown;
  const second = levelled.level > 1 ? levelled.second : "read";
  return (
    <Notice
      tone={second === "none" ? "caution" : "plain"}
      title={t.setDown(String(levelled.level), name, dayText(levelled.day))}
    >
      {levelled.reason !== null && <p dir="auto">{levelled.reason}</p>}
      <SecondText second={second} unread={t.unread} alone={t.alone} />
    </Notice>
  );
}

function Closed({ closing, shown }: { closing: Closing } & Pick<StandingProps, "shown">) {
  const { handling, case: c } = texts.value;
  const t = handling.close;
  const second = needsSecondReader(levelOfCase(shown).level, "closed") ? closing.second : "read";
  return (
    <Notice
      tone={second === "none" ? "caution" : "plain"}
      title={t.closed(dayText(closing.day), closing.signerName ?? c.holderUnknown)}
    >
      <p>{handling.outcomes[closing.outcome]}</p>
      {closing.text !== null && <p dir="auto">{closing.text}</p>}
      <SecondText second={second} unread={t.unread} alone={t.alone} />
    </Notice>
  );
}

function SecondText({ second, unread, alone }: { second: SecondReading; unread: string; alone: string }) {
  return second === "read" ? null : <p>{second === "none" ? unread : alone}</p>;
}

function Forged() {
  const { close: t } = texts.value.handling;
  return (
    <Notice tone="alarm" live title={t.forged}>
      {t.forgedText}
    </Notice>
  );
}

function Unrecorded() {
  const { close: t } = texts.value.handling;
  return (
    <Notice tone="caution" live title={t.lost}>
      {t.lostText}
    </Notice>
  );
}

/** Asked for and not done, with the button that does it; or who has read. */
function SecondReading({ shown, session }: StandingProps) {
  const { handling, case: c } = texts.value;
  const t = handling.second;
  const task = useTask();
  const { asked, readers } = shown.file.standing;
  const me = toHex(session.officerId);
  const isOpen = revealed.value.has(shown.id);
  const mine = asked?.signerId === me;
  return (
    <>
      {readers.map((reader, i) => (
        <p key={i} class="soft small">
          {t.read(reader.signerName ?? c.holderUnknown, dayText(reader.day))}
        </p>
      ))}
      {asked !== null && (
        <Notice tone="caution" title={mine ? t.askedByYou : t.asked(asked.signerName ?? c.holderUnknown)}>
          {mine ? (
            t.askedText
          ) : (
            <>
              <Problem error={task.error} />
              {!isOpen && <p>{t.signHint}</p>}
              <p>
                <button
                  type="button"
                  disabled={!isOpen}
                  aria-disabled={task.busy}
                  onClick={() =>
                    task.run(async () => {
                      await secondReader(shown, "secondRead");
                      say(handling.said.secondRead);
                    })
                  }
                >
                  {t.sign}
                </button>
              </p>
            </>
          )}
        </Notice>
      )}
    </>
  );
}
