/** Invitations: a link that is shown once, those that are open, and taking one back. */
import { useSignal } from "@preact/signals";
import type { Officer } from "../../../../api/routes/session/schema.ts";
import { dayText, texts, timeText } from "../../state/language.ts";
import { people, readPeople } from "../../state/people.ts";
import { api } from "../../state/server.ts";
import { Copyable } from "../Copyable.tsx";
import { Problem } from "../parts.tsx";
import { useTask } from "../useTask.ts";
import { Act, Panel, RoleChoice } from "./parts.tsx";

export function Invitations() {
  const t = texts.value.people;
  const task = useTask();
  const role = useSignal<Officer["role"]>("officer");
  const link = useSignal<string | null>(null);
  const open = people.value?.invitations ?? [];
  const invite = async (): Promise<void> => {
    const { code } = await api.invite(role.value);
    link.value = `${location.origin}/#${code}`;
    await readPeople();
  };
  const withdraw = (id: string): void =>
    task.run(async () => {
      await api.withdrawInvitation(id);
      await readPeople();
    });
  const close = (): void => {
    link.value = null;
  };
  return (
    <>
      <Panel title={t.invite}>
        {link.value === null ? (
          <Act unsigned submit={t.inviteSubmit} working={texts.value.app.loading} onSubmit={invite}>
            <p>{t.inviteText}</p>
            <RoleChoice of={role} />
          </Act>
        ) : (
          <>
            <p role="status">
              <strong>{t.inviteLink}</strong>
            </p>
            <Copyable text={link.value} label={t.inviteLink} />
            <p>{t.inviteDo}</p>
            <div class="row">
              <button type="button" onClick={close}>
                {t.close}
              </button>
            </div>
          </>
        )}
      </Panel>
      <Panel title={t.invitations}>
        <Problem error={task.error} />
        {open.length === 0 ? (
          <p class="soft">{t.noInvitations}</p>
        ) : (
          <ul class="lines">
            {open.map(({ id, role: offered, expires }) => (
              <li key={id}>
                <code>{id.slice(0, 8)}</code>
                <span>{t.roles[offered]}</span>
                <span class="soft">
                  {t.until(`${dayText(expires.slice(0, 10))}, ${timeText(Date.parse(expires))}`)}
                </span>
                <button type="button" aria-disabled={task.busy} onClick={() => withdraw(id)}>
                  {t.withdraw}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}
