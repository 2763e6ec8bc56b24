/** What to do about a refusal, by its code. */
import type { SecurityErrorCode } from "../errors.ts";
import type { UnitFilesErrorCode } from "../files.ts";

const HINTS: Partial<Record<SecurityErrorCode | UnitFilesErrorCode, string>> = {
  unit_exists: "choose another --dir; to change a unit use admit, renew or remove",
  unit_not_found: "give the unit's directory with --dir, or make one with init",
  unit_unreadable: "change its owner or its rights: sudo chown -R of unit/server to the user that has to read it",
  unit_damaged: "restore the file from a copy; verify tells whether the rest is in order",
  wrong_unit: "look at --dir, and ask where this comes from: nothing of one unit is good for another",
  secret_missing: "this is done where the unit's offline half is kept, with all its files",
  statement_expired: "renew the unit, and publish the new version",
  statement_not_valid_yet: "check this machine's clock",
  certificate_expired: "put root.secret.json back into the offline half and renew",
  bad_signature: "somebody or something has changed this, or it belongs to another unit: compare fingerprints",
  statement_fork:
    "two histories exist, which never happens by itself: do not publish; find out which machine made the other",
  statement_rolled_back:
    "this copy is older than what is known: fetch the newest; once consoles sign, leads do this there, under People",
  chain_gap: "copy the whole server/directory, all versions of it",
  share_damaged: "compare that line with the paper, character by character; every line has a check of its own",
  share_repeated: "ask another of the three people for theirs",
  share_mismatch: "both shares have to be of one set: the first lines of each print its key and its day",
  too_many_desks: "every desk makes what each reporter's page fetches longer; give one that is not used another name",
  desk_name_unfit: "1 to 60 bytes, with a letter, and nothing that cannot be seen",
  desk_name_taken: "no two desks have one name in either language, nor that of the general or the restricted desk",
  no_recovery_key: "without one nothing can be recovered; make one: npm run unit -- recovery --help",
  key_mismatch:
    "these keys are not those that the directory names: look for the newest offline half, or the newest shares",
};

export function hintFor(code: SecurityErrorCode | UnitFilesErrorCode): string | undefined {
  return HINTS[code];
}
