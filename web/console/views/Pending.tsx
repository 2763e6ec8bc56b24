/** Enrolled, not yet admitted: what to compare with a lead, and what to hand over. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { admitCommand, fromHex, officerFingerprint, signAdmissionRequest } from "../../../security/index.ts";
import { UNIT } from "../../shared/unit.ts";
import { texts } from "../state/language.ts";
import { api } from "../state/server.ts";
import { refreshTrust, signOut, type OpenSession } from "../state/session.ts";
import { Copyable } from "./Copyable.tsx";
import { Door } from "./Door.tsx";
import { Fingerprint } from "./Fingerprint.tsx";
import { Notice, Problem } from "./parts.tsx";
import { useTask } from "./useTask.ts";

export function Pending({ session }: { session: OpenSession }) {
  const t = texts.value.pending;
  const task = useTask();
  const fingerprint = useSignal("");
  const looked = useSignal(false);
  const sent = useSignal(false);
  const { p, officer, officerId, identity } = session;
  // The first people of a unit are admitted by the ceremony: nobody's console could.
  const hasLead = session.chain.newest.roster.officers.some(({ role }) => role === "lead");
  const keys = { officerId, sealingKey: identity.sealing.publicKey, signingKey: identity.signing.publicKey };
  const unitId = fromHex(UNIT.unitId);
  const request = signAdmissionRequest(p, { ...keys, unitId, name: officer.name }, identity.signing);

  useEffect(() => {
    api.askAdmission(request).then(
      () => (sent.value = true),
      () => (sent.value = false), // the text below can still be carried
    );
  }, [request]);
  useEffect(() => {
    const show = async (): Promise<void> => {
      fingerprint.value = await officerFingerprint(p, keys);
    };
    void show();
  }, [officer.id]);

  const check = (): void =>
    task.run(async () => {
      await refreshTrust();
      looked.value = true;
    });
  return (
    <Door title={hasLead ? t.title : t.titleFirst} wide>
      <p>{hasLead ? t.text : t.textFirst}</p>
      <Problem error={task.error} />
      {looked.value && task.error === null && !task.busy && <Notice tone="plain" live title={t.stillPending} />}
      <div class="sheet">
        <h2>{t.compareTitle}</h2>
        <p>{hasLead ? t.compareText : t.compareFirst}</p>
        <Fingerprint groups={fingerprint.value} />
        <p class="hint">{t.spell}</p>
        <p>{hasLead ? t.compareDiffers : t.differsFirst}</p>
      </div>
      <div class="sheet">
        <h2>{t.requestTitle}</h2>
        {hasLead && sent.value && <Notice tone="good" live title={t.requestSent} />}
        <p>{hasLead ? t.requestText : t.requestFirst}</p>
        <Copyable text={request} label={t.requestTitle} copy={t.copy} />
        <p>{t.command}</p>
        <code class="copyable">{admitCommand(officer.role)}</code>
        {officer.role === "officer" && <p class="hint">{t.commandDesk}</p>}
      </div>
      <div class="row spread">
        <button class="first" type="button" aria-disabled={task.busy} onClick={check}>
          {task.busy ? <span class="working">{texts.value.app.loading}</span> : t.refresh}
        </button>
        <button class="quiet" type="button" onClick={() => void signOut()}>
          {texts.value.app.signOut}
        </button>
      </div>
    </Door>
  );
}
