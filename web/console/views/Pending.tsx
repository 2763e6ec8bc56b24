/** Enrolled, not yet admitted: what to compare with a lead, and what to hand over. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fromHex, officerFingerprint, signAdmissionRequest } from "../../../security/index.ts";
import type { Officer } from "../../../api/routes/session/schema.ts";
import { UNIT } from "../../shared/unit.ts";
import { texts } from "../state/language.ts";
import { api } from "../state/server.ts";
import { refreshTrust, signOut, type OpenSession } from "../state/session.ts";
import { Copyable } from "./Copyable.tsx";
import { Door } from "./Door.tsx";
import { Fingerprint } from "./Fingerprint.tsx";
import { Notice, Problem } from "./parts.tsx";
import { useTask } from "./useTask.ts";

/** As whoever holds the keys types it, with the request kept in a file. The desk is theirs to choose. */
const admitCommand = (role: Officer["role"]): string =>
  `npm run unit -- admit --request @request.txt${role === "auditor" ? "" : " --desk general"} --role ${role}`;

export function Pending({ session }: { session: OpenSession }) {
  const t = texts.value.pending;
  const task = useTask();
  const fingerprint = useSignal("");
  const looked = useSignal(false);
  const sent = useSignal(false);
  const { p, officer, officerId, identity } = session;
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
    <Door title={t.title} wide>
      <p>{t.text}</p>
      <Problem error={task.error} />
      {looked.value && task.error === null && !task.busy && <Notice tone="plain" live title={t.stillPending} />}
      <div class="sheet">
        <h2>{t.compareTitle}</h2>
        <p>{t.compareText}</p>
        <Fingerprint groups={fingerprint.value} />
        <p class="hint">{t.spell}</p>
        <p>{t.compareDiffers}</p>
      </div>
      <div class="sheet">
        <h2>{t.requestTitle}</h2>
        {sent.value && <Notice tone="good" live title={t.requestSent} />}
        <p>{t.requestText}</p>
        <Copyable text={request} label={t.requestTitle} copy={t.copy} />
        <p>{t.command}</p>
        <code class="copyable">{admitCommand(officer.role)}</code>
        <p class="hint">{t.commandDesk}</p>
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
