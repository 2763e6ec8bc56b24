/** Offering a case to a named officer of its desk. */
import { useSignal } from "@preact/signals";
import { equalBytes, uuidOf } from "../../../../security/index.ts";
import { handOver } from "../../state/handling.ts";
import { texts } from "../../state/language.ts";
import type { CaseOnScreen } from "../../state/openCase.ts";
import type { OpenSession } from "../../state/session.ts";
import { Choice } from "../Choice.tsx";
import { DecisionForm } from "./Form.tsx";

interface HandToProps {
  readonly shown: CaseOnScreen;
  readonly session: OpenSession;
  readonly done: () => void;
}

export function HandToForm({ shown, session, done }: HandToProps) {
  const { handling } = texts.value;
  const t = handling.hand;
  const to = useSignal("");
  const colleagues = session.chain.newest.roster.officers.filter(
    ({ id, desks }) => desks.includes(shown.answer.case.desk) && !equalBytes(id, session.officerId),
  );
  if (colleagues.length === 0) return <p class="soft">{t.nobody}</p>;
  return (
    <DecisionForm
      ready={to.value !== ""}
      text={{ label: handling.word, hint: handling.wordHint, needed: false }}
      unread={false}
      submit={t.submit}
      decide={async ({ text }) => {
        await handOver(shown, to.value, text);
        done();
      }}
    >
      {(wrong) => (
        <>
          <p class="soft small">{t.hint}</p>
          <Choice
            label={t.label}
            value={to.value}
            options={[
              { value: "", text: t.choose },
              ...colleagues.map(({ id, name }) => ({ value: uuidOf(id), text: name })),
            ]}
            error={wrong}
            onChoose={(value) => (to.value = value)}
          />
        </>
      )}
    </DecisionForm>
  );
}
