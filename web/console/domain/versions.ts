/** What each version of the directory changed, for whoever looks after it. Pure. */
import {
  equalBytes,
  type RosterOfficer,
  type Bilingual,
  type VerifiedChain,
  type VerifiedLink,
} from "../../../security/index.ts";

export interface VersionChange {
  readonly link: VerifiedLink;
  /** Names. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
  readonly turned: readonly string[];
  /** Desks that got new keys. */
  readonly opened: readonly number[];
  /** Desks that the unit opened by this, beside general and restricted. */
  readonly founded: readonly number[];
  /** The names, as they were and as they are, of desks that got another one. */
  readonly renamed: readonly { readonly was: Bilingual; readonly is: Bilingual }[];
  readonly recovery: boolean;
  /** Slips are sealed to another key from this version on. */
  readonly triageKey: boolean;
}

/** The newest first. */
export function versionChanges({ links }: VerifiedChain): VersionChange[] {
  return links.map((link, i) => changeOf(links[i - 1] ?? null, link)).toReversed();
}

function changeOf(before: VerifiedLink | null, link: VerifiedLink): VersionChange {
  const was = before?.roster.officers ?? [];
  const is = link.roster.officers;
  const same = (a: RosterOfficer) => (b: RosterOfficer) => equalBytes(a.id, b.id);
  const isTurned = (officer: RosterOfficer): boolean => {
    const old = was.find(same(officer));
    return old !== undefined && (old.role !== officer.role || old.desks.join() !== officer.desks.join());
  };
  const named = before?.roster.deskNames ?? [];
  const founded = link.roster.deskNames.map(({ desk }) => desk).filter((id) => !named.some(({ desk }) => desk === id));
  const key = link.roster.recovery?.id;
  const oldKey = before?.roster.recovery?.id;
  return {
    link,
    joined: is.filter((officer) => !was.some(same(officer))).map(({ name }) => name),
    left: was.filter((officer) => !is.some(same(officer))).map(({ name }) => name),
    turned: is.filter(isTurned).map(({ name }) => name),
    opened: link.statement.desks
      .filter(({ id, epoch }) => before?.statement.desks.find((desk) => desk.id === id)?.epoch !== epoch)
      .filter(({ id }) => !founded.includes(id))
      .map(({ id }) => id),
    founded,
    renamed: link.roster.deskNames.flatMap(({ desk, name }) => {
      const old = named.find((each) => each.desk === desk)?.name;
      return old !== undefined && (old.fr !== name.fr || old.en !== name.en) ? [{ was: old, is: name }] : [];
    }),
    triageKey: before !== null && !equalBytes(before.statement.triageKey, link.statement.triageKey),
    recovery: key !== undefined && (oldKey === undefined || !equalBytes(key, oldKey)),
  };
}
