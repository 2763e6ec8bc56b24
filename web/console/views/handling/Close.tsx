/** Closing a case: how it ended, in a closed list and a sealed word; a last reply is offered, not asked for. */
import { useSignal } from "@preact/signals";
import { OUTCOMES, outcomeNeedsText, toHex, type Outcome } from "../../../../security/index.ts";
import { hasSecondReader, needsSecondReader } from "../../domain/standing.ts";
import { closeCase } from "../../state/handling.ts";
import { texts } from "../../state/language.ts";
import { levelOfCase, type CaseOnScreen } from "../../state/openCase.ts";
import type { OpenSession } from "../../state/session.ts";
import { Notice } from "../parts.tsx";
import { Choice } from "../Choice.tsx";
import { DecisionForm } from "./Form.tsx";

interface CloseProps {
  readonly shown: CaseOnScreen;
  readonly session: OpenSession;
  readonly withdrawn: boolean;
  readonly done: () => void;
}

export function CloseForm({ shown, session, withdrawn, done }: CloseProps) {
  const { handling } = texts.value;
  const t = handling.close;
  const outcome = useSignal<Outcome | "">(withdrawn ? "withdrawn" : "");
  const needed = outcome.value !== "" && outcomeNeedsText(outcome.value);
  const unread =
    needsSecondReader(levelOfCase(shown).level, "closed") &&
    !hasSecondReader(shown.file.standing, toHex(session.officerId));
  const label = { referred: t.to, duplicate: t.which, other: t.what }[outcome.value as string] ?? handling.word;
  return (
    <DecisionForm
      ready={outcome.value !== ""}
      text={{ label, hint: needed ? t.textHint : handling.wordHint, needed }}
      unread={unread}
      submit={t.submit}
      decide={async (words) => {
        if (outcome.value === "") return;
        await closeCase(shown, outcome.value, words);
        done();
      }}
    >
      {(wrong) => (
        <>
          {shown.answer.case.state === "open" && <Notice tone="plain">{t.lastReply}</Notice>}
          <p class="soft small">{t.kept}</p>
          <Choice
            label={t.label}
            value={outcome.value}
            options={[
              { value: "" as const, text: t.choose },
              ...(Object.keys(OUTCOMES) as Outcome[]).map((each) => ({ value: each, text: handling.outcomes[each] })),
            ]}
            error={wrong}
            onChoose={(value) => (outcome.value = value)}
          />
        </>
      )}
    </DecisionForm>
  );
}
