/** Admitting an officer: keys are taken from the signed request, and its fingerprint from the officer's own mouth. */
import { useSignal } from "@preact/signals";
import {
  checkRequestedUnit,
  officerFingerprint,
  verifyAdmissionRequest,
  withOfficer,
} from "../../../../security/index.ts";
import type { AdmissionRequest } from "../../../../security/index.ts";
import type { Officer } from "../../../../api/routes/session/schema.ts";
import { UNIT } from "../../../shared/unit.ts";
import { sameFingerprint, typedGroups } from "../../domain/lead.ts";
import { texts } from "../../state/language.ts";
import { publishNext } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { Fingerprint } from "../Fingerprint.tsx";
import { Field, Notice } from "../parts.tsx";
import { Act, DeskChoice, Panel, RoleChoice, Steps } from "./parts.tsx";

/** A request that verifies and is for this unit; `null` for any other. */
export function readRequest(p: OpenSession["p"], text: string): AdmissionRequest | null {
  try {
    const request = verifyAdmissionRequest(p, text);
    checkRequestedUnit(request, UNIT);
    return request;
  } catch {
    return null;
  }
}

export function Admit(props: {
  session: OpenSession;
  request: AdmissionRequest;
  role: Officer["role"];
  onDone: (version: number) => void;
  onCancel: () => void;
}) {
  const { session, request, onDone, onCancel } = props;
  const t = texts.value.people;
  const typed = useSignal("");
  const wrong = useSignal(false);
  const noDesk = useSignal(false);
  const role = useSignal(props.role);
  const { desks: known } = session.chain.newest.statement;
  const desks = useSignal<readonly number[]>(known.slice(0, 1).map(({ id }) => id));

  const { officers } = session.chain.newest.roster;
  if (officers.some(({ name }) => name === request.name)) {
    return (
      <Panel title={t.admitOf(request.name)}>
        <Notice tone="caution" title={t.nameOnRoster(request.name)} />
        <div class="row">
          <button type="button" onClick={onCancel}>
            {t.cancel}
          </button>
        </div>
      </Panel>
    );
  }
  const admit = async (): Promise<void> => {
    wrong.value = !sameFingerprint(typed.value, await officerFingerprint(session.p, request));
    const place = { desks: role.value === "auditor" ? [] : desks.value, role: role.value };
    noDesk.value = place.role !== "auditor" && place.desks.length === 0;
    if (wrong.value || noDesk.value) return;
    onDone(await publishNext((chain) => ({ officers: withOfficer(chain.newest, UNIT, request, place) })));
  };
  return (
    <Panel title={t.admitOf(request.name)}>
      <Act submit={t.admitSubmit} onSubmit={admit} onCancel={onCancel}>
        <Field
          label={t.fingerprint}
          hint={t.fingerprintHint}
          error={wrong.value ? t.fingerprintWrong : undefined}
          of={typed}
          kind="code"
        />
        {typed.value !== "" && (
          <div aria-hidden="true">
            <p class="soft small">{t.typedGroups}</p>
            <Fingerprint groups={typedGroups(typed.value)} />
          </div>
        )}
        {wrong.value && (
          <Notice tone="caution" title={t.differs}>
            <Steps of={t.differsSteps} />
          </Notice>
        )}
        <RoleChoice of={role} />
        {role.value !== "auditor" && <DeskChoice of={desks} desks={known.map(({ id }) => id)} error={noDesk.value} />}
        <ul class="points">
          {role.value === "auditor" ? (
            <li>{t.admitAuditor(request.name)}</li>
          ) : (
            <>
              <li>{t.admitWill(request.name)}</li>
              <li>{t.admitGrants}</li>
            </>
          )}
        </ul>
      </Act>
    </Panel>
  );
}
