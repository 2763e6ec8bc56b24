/**
 * The names of desks that a unit opened beside *general* and *restricted*: in French and in English, in the signed roster, which
 * the officer host keeps in clear. What a reporter's page is given knows a desk by its number alone.
 *
 * In the roster: [ { 0: desk id, 1: French name, 2: English name } … ascending by desk ].
 */
import { U16_MAX } from "./bytes.ts";
import { CborReader, checkAscending, type CborValue } from "./cbor.ts";
import { SecurityError } from "./errors.ts";
import { DESK_NAME_MAX_BYTES } from "./limits.ts";
import type { Bilingual } from "./unitPublic.ts";
import { DESK_GENERAL, DESK_RESTRICTED } from "./vocabulary.ts";

/** The name of a desk by configuration. Desks 1 and 2 have none here: theirs are the same in every unit. */
export interface DeskName {
  /** 3 to 65535. */
  readonly desk: number;
  readonly name: Bilingual;
}

/** The lowest id of a desk that a unit opens itself. */
export const FIRST_OWN_DESK = DESK_RESTRICTED + 1;

/** What desks 1 and 2 are called, on screens and in the command line: no other desk is called so. */
export const BUILT_IN_DESK_NAMES: Readonly<Record<number, Bilingual>> = {
  [DESK_GENERAL]: { fr: "Général", en: "General" },
  [DESK_RESTRICTED]: { fr: "Restreint", en: "Restricted" },
};

/**
 * What can repaint a terminal, show a name backwards, or make two names look like one: control, format, private and half
 * characters, separators of lines; whatever fonts draw nothing for, which can be a letter or a mark as well; the blocks of scripts that are
 * read from right to left. Neither French nor English is written with any of them.
 */
const UNFIT =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** What stands for a desk that has no name. */
const NUMBERED = /^(desk|bureau) \d+$/;

/** As somebody typed it: NFC, no white space around it, one space where there was white space. */
export const tidyDeskName = (typed: string): string => typed.normalize("NFC").replaceAll(/\s+/gu, " ").trim();

/** 1 to 60 bytes of UTF-8, tidy, with a letter, and nothing that disturbs what stands around it. */
export function isDeskName(name: string): boolean {
  return (
    name === tidyDeskName(name) &&
    /\p{L}/u.test(name) &&
    !UNFIT.test(name) &&
    !NUMBERED.test(folded(name)) &&
    new TextEncoder().encode(name).length <= DESK_NAME_MAX_BYTES
  );
}

/** Names that fold alike are taken for one by whoever reads them. */
const folded = (name: string): string => tidyDeskName(name.normalize("NFKC").toLowerCase());

/** Whether another desk is called so in either language. @param except this desk's own name is not another's */
export function isDeskNameTaken(name: string, names: readonly DeskName[], except?: number): boolean {
  const others = names.filter(({ desk }) => desk !== except).map((each) => each.name);
  return [...Object.values(BUILT_IN_DESK_NAMES), ...others].some(({ fr, en }) =>
    [fr, en].some((other) => folded(other) === folded(name)),
  );
}

/**
 * The list with a desk's name in it, new or in the place of the one before; ascending by desk.
 * @throws SecurityError `desk_name_unfit`, `desk_name_taken`
 */
export function withName(names: readonly DeskName[], { desk, name }: DeskName): DeskName[] {
  const tidy = { fr: tidyDeskName(name.fr), en: tidyDeskName(name.en) };
  for (const each of [tidy.fr, tidy.en]) {
    if (!isDeskName(each)) throw new SecurityError("desk_name_unfit", "not a name for a desk");
    if (isDeskNameTaken(each, names, desk)) throw new SecurityError("desk_name_taken", "another desk is called so");
  }
  return [...names.filter((each) => each.desk !== desk), { desk, name: tidy }].sort((a, b) => a.desk - b.desk);
}

export function encodeDeskNames(names: readonly DeskName[]): CborValue {
  return names.map(
    ({ desk, name }) =>
      new Map<number, CborValue>([
        [0, desk],
        [1, name.fr],
        [2, name.en],
      ]),
  );
}

/**
 * Strict: none but desks that a unit opened, each once, ascending, with names that no two of them share.
 * @throws SecurityError `malformed`, `non_canonical`
 */
export function parseDeskNames(items: readonly CborValue[]): DeskName[] {
  const names = items.map((item) => {
    const reader = new CborReader(item);
    const read = {
      desk: reader.uint(0, U16_MAX, FIRST_OWN_DESK),
      name: { fr: reader.text(1, DESK_NAME_MAX_BYTES), en: reader.text(2, DESK_NAME_MAX_BYTES) },
    };
    reader.end();
    return read;
  });
  checkAscending(names.map(({ desk }) => desk));
  if (names.length === 0) throw new SecurityError("malformed", "an empty list of names is left out");
  for (const { desk, name } of names) {
    for (const each of [name.fr, name.en]) {
      if (!isDeskName(each)) throw new SecurityError("malformed", "a desk without a usable name");
      if (isDeskNameTaken(each, names, desk)) throw new SecurityError("malformed", "two desks of one name");
    }
  }
  return names;
}
