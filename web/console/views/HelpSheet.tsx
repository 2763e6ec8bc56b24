/** What the keyboard does in the queue, and the switch for shortcuts of a single key. A modal dialog: the browser keeps the focus. */
import { useEffect, useRef } from "preact/hooks";
import { texts } from "../state/language.ts";
import { setSingleKeys, singleKeys } from "../state/views.ts";

export function HelpSheet({ close }: { close: () => void }) {
  const t = texts.value.keys;
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = sheet.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // Where nothing had the focus, the heading has it: the list's keys go on from there.
      const back = before instanceof HTMLElement && before !== document.body ? before : document.querySelector("h1");
      back?.focus({ preventScroll: true });
    };
  }, []);
  const lines: readonly (readonly [keys: readonly string[], does: string])[] = [
    [["j", "↓"], t.down],
    [["k", "↑"], t.up],
    [["PgDn", "PgUp"], t.ten],
    [["Home", "End"], t.ends],
    [["↵"], t.open],
    [["/"], t.find],
    [["Esc"], t.leave],
    [["?"], t.help],
  ];
  return (
    <dialog class="sheet" ref={sheet} aria-labelledby="keys-title" onClose={close}>
      <h2 id="keys-title">{t.title}</h2>
      <p class="soft">{t.where}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.key}</th>
            <th scope="col">{t.does}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([keys, does]) => (
            <tr key={does}>
              <td>
                {keys.map((key, i) => (
                  <span key={key}>
                    {i > 0 && <span class="soft"> {t.or} </span>}
                    <kbd>{key}</kbd>
                  </span>
                ))}
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="switch">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={(event) => void setSingleKeys(event.currentTarget.checked)}
          aria-describedby="keys-hint"
        />
        {t.letters}
      </label>
      <p class="soft" id="keys-hint">
        {t.lettersHint}
      </p>
      <p class="acts">
        <button type="button" onClick={() => sheet.current?.close()}>
          {t.close}
        </button>
      </p>
    </dialog>
  );
}
