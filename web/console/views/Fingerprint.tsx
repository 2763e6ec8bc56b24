/** Eight groups to read aloud, numbered: in one grouping on every screen, so that who reads and who types never lose their place. */

/** @param props.groups as `security/fingerprint.ts` writes them: eight of four, a space between; fewer while somebody types */
export function Fingerprint({ groups }: { groups: string }) {
  return (
    <ol class="fingerprint" translate={false}>
      {groups.split(" ").map((group, i) => (
        <li key={i}>
          <span>{group}</span>
        </li>
      ))}
    </ol>
  );
}
