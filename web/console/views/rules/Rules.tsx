/** Triage rules: everybody reads them; a lead changes them, sees what will change, and signs. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { DEFAULT_TRIAGE_RULES, type TriageRuleSet, type VerifiedTriageRules } from "../../../../security/index.ts";
import type { Api } from "../../api.ts";
import { withoutPast } from "../../domain/rulesDraft.ts";
import { baseOf } from "../../domain/rulesTrust.ts";
import { HttpError } from "../../http.ts";
import { texts } from "../../state/language.ts";
import { ownCertificate } from "../../state/people.ts";
import { openForm, type RulesForm } from "../../state/rulesForm.ts";
import type { OpenSession } from "../../state/session.ts";
import { readSigner, readTriageRules, triageRules } from "../../state/triageRules.ts";
import { Notice, Problem } from "../parts.tsx";
import { Place } from "../people/parts.tsx";
import { useReading } from "../useReading.ts";
import { Edit } from "./Edit.tsx";
import { InForce } from "./InForce.tsx";
import { Review } from "./Review.tsx";

type Base = VerifiedTriageRules | null;
type Doing =
  | { readonly at: "reading"; readonly done: number | null }
  | { readonly at: "editing"; readonly base: Base; readonly form: RulesForm }
  | {
      readonly at: "reviewing";
      readonly base: Base;
      readonly form: RulesForm;
      readonly wanted: TriageRuleSet;
      readonly conflict: boolean;
    };

export function Rules({ session }: { session: OpenSession }) {
  const t = texts.value.rules;
  if (session.officer.role === "lead") return <Place at="rules">{() => <Signing session={session} />}</Place>;
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <p class="soft">{t.readOnly}</p>
      <Reading session={session} />
    </>
  );
}

/** What the server has, with why there is nothing to read. */
function Reading({ session, onEdit }: { session: OpenSession; onEdit?: (base: Base) => void }) {
  const problem = useSignal<unknown>(null);
  const read = async (by?: Api): Promise<void> => {
    try {
      await readTriageRules(by);
      await readSigner(by);
      problem.value = null;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      problem.value = error;
    }
  };
  useReading(read);
  const t = texts.value.rules;
  const state = triageRules.value;
  return (
    <>
      <Problem error={problem.value} again={() => void read()} />
      {state.at === "unread" && problem.value === null && <p class="panel empty working">{texts.value.app.loading}</p>}
      {state.at === "refused" && (
        <Notice tone="alarm" title={t.refused(state.code)}>
          <p>{t.refusedText}</p>
        </Notice>
      )}
      {state.at === "revoked" && (
        <Notice tone="alarm" title={t.revoked}>
          <p>{t.revokedText}</p>
        </Notice>
      )}
      {(state.at === "read" || state.at === "revoked") && (
        <InForce session={session} rules={state.rules} holds={state.at === "read"}>
          {onEdit && (
            <div class="row">
              <button
                class="first"
                type="button"
                disabled={ownCertificate.value === null}
                onClick={() => onEdit(state.rules)}
              >
                {t.edit}
              </button>
            </div>
          )}
        </InForce>
      )}
    </>
  );
}

function Signing({ session }: { session: OpenSession }) {
  const t = texts.value.rules;
  const doing = useSignal<Doing>({ at: "reading", done: null });
  const now = doing.value;
  useEffect(() => {
    if (now.at !== "reading") document.querySelector<HTMLElement>("section.people h2")?.focus();
    scrollTo(0, 0);
  }, [now.at]);
  const { officers } = session.chain.newest.roster;

  if (now.at === "editing") {
    const { form, base } = now;
    return (
      <Edit
        form={form}
        officers={officers}
        onSee={(wanted) => (doing.value = { at: "reviewing", form, base, wanted, conflict: false })}
        onCancel={() => (doing.value = { at: "reading", done: null })}
      />
    );
  }
  if (now.at === "reviewing") {
    const { form } = now;
    return (
      <Review
        session={session}
        base={now.base}
        wanted={now.wanted}
        conflict={now.conflict}
        resigns={triageRules.value.at === "revoked"}
        onConflict={() => {
          doing.value = { ...now, base: baseOf(triageRules.value) ?? null, conflict: true };
        }}
        onDone={(version) => (doing.value = { at: "reading", done: version })}
        onBack={() => (doing.value = { at: "editing", form, base: now.base })}
      />
    );
  }
  const edit = (base: Base): void => {
    const from = withoutPast(base ?? DEFAULT_TRIAGE_RULES, Date.now());
    doing.value = { at: "editing", base, form: openForm(from) };
  };
  return (
    <>
      {now.done !== null && <Notice tone="good" live title={t.done(String(now.done))} />}
      <Reading session={session} onEdit={edit} />
    </>
  );
}
