/** The desks that the unit opened itself: who reads there, opening another one, giving one another name. */
import { DESKS_OPEN_MAX } from "../../../../security/index.ts";
import { deskName } from "../../state/desks.ts";
import { texts } from "../../state/language.ts";
import { ownCertificate } from "../../state/people.ts";
import type { OpenSession } from "../../state/session.ts";
import { Panel, TableHead } from "./parts.tsx";

/** What is done about desks: a sheet of its own takes the place of the page. */
export type DeskSheet =
  { readonly at: "none" } | { readonly at: "open" } | { readonly at: "rename"; readonly desk: number };

export function Desks({ session, onSheet }: { session: OpenSession; onSheet: (sheet: DeskSheet) => void }) {
  const t = texts.value.ownDesks;
  const { statement, roster } = session.chain.newest;
  const full = statement.desks.length >= DESKS_OPEN_MAX;
  const cannot = ownCertificate.value === null;
  return (
    <Panel title={t.title}>
      <p>{t.what}</p>
      {roster.deskNames.length === 0 ? (
        <p class="soft">{t.none}</p>
      ) : (
        <table>
          <TableHead of={[texts.value.people.directory.desk, t.members, texts.value.people.actions]} />
          <tbody>
            {roster.deskNames.map(({ desk }) => (
              <tr key={desk}>
                <td>
                  {deskName(desk)} <span class="soft small">{t.number(String(desk))}</span>
                </td>
                <td>
                  <Members
                    names={roster.officers.filter(({ desks }) => desks.includes(desk)).map(({ name }) => name)}
                  />
                </td>
                <td>
                  <button type="button" disabled={cannot} onClick={() => onSheet({ at: "rename", desk })}>
                    {t.rename}
                    <span class="hidden-text"> {deskName(desk)}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {full ? (
        <p class="soft">{t.full(String(DESKS_OPEN_MAX))}</p>
      ) : (
        <div class="row">
          <button type="button" disabled={cannot} onClick={() => onSheet({ at: "open" })}>
            {t.open}
          </button>
        </div>
      )}
    </Panel>
  );
}

function Members({ names }: { names: readonly string[] }) {
  const t = texts.value.ownDesks;
  return (
    <>
      {names.toSorted((a, b) => a.localeCompare(b)).join(", ")}
      {names.length < 2 && <div class="soft small">{names.length === 0 ? t.nobody : t.one}</div>}
    </>
  );
}
