/** Turning away somebody who waits: what will happen, in plain words, before their account is deleted. */
import type { AdmissionJson } from "../../../../api/routes/admissions/schema.ts";
import { texts } from "../../state/language.ts";
import { dismiss } from "../../state/people.ts";
import { Act, Panel } from "./parts.tsx";

export function Dismiss(props: { who: AdmissionJson; onDone: () => void; onCancel: () => void }) {
  const { who, onDone, onCancel } = props;
  const t = texts.value.people;
  const submit = async (): Promise<void> => {
    await dismiss(who.officerId);
    onDone();
  };
  return (
    <Panel title={t.dismissOf(who.name)}>
      <Act unsigned submit={t.dismissSubmit} working={texts.value.app.loading} onSubmit={submit} onCancel={onCancel}>
        <p>{t.dismissWhy}</p>
        <ul class="points">
          <li>{t.dismissWill(who.name)}</li>
          <li>{t.dismissBack}</li>
        </ul>
      </Act>
    </Panel>
  );
}
