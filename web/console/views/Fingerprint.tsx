/** Eight groups to read aloud: in one grouping on every screen, so that who reads and who types never lose their place. */

/** @param props.groups as `security/fingerprint.ts` writes them: eight of four, a space between */
export function Fingerprint({ groups }: { groups: string }) {
  return (
    <p class="fingerprint">
      {groups.split(" ").map((group, i) => (
        <span key={i}>{group}</span>
      ))}
    </p>
  );
}
