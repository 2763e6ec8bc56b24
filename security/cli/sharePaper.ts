/** The paper that a share of the recovery key is printed on, in French and English: what it is, and how it is kept. */
import { isoDay } from "../days.ts";
import { RECOVERY_SHARES, type RecoveryShare } from "../recoveryShare.ts";
import type { UnitPublic } from "../unitPublic.ts";

/**
 * @param lines the eight lines of the share @param print the recovery key's fingerprint
 * @param madeOn days since 1970 @param lastDay of the recovery key
 */
export function sharePaper(
  unit: UnitPublic,
  { number }: RecoveryShare,
  of: { readonly lines: readonly string[]; readonly print: string; readonly madeOn: number; readonly lastDay: number },
): string {
  return `ABRI, CLÉ DE SECOURS, PART ${number} SUR ${RECOVERY_SHARES}   /   RECOVERY KEY, SHARE ${number} OF ${RECOVERY_SHARES}

  ${unit.unitName.fr} / ${unit.unitName.en}
  Unité / unit        ${unit.unitId}
  Clé / key           ${of.print}
  Faite le / made     ${isoDay(of.madeOn)}
  À refaire avant / to be replaced by   ${isoDay(of.lastDay)}

${of.lines.map((line) => `      ${line}`).join("\n")}

Français. Deux de ces trois parts ensemble rendent les clés de tous les bureaux. Une seule ne donne rien. Trois personnes
gardent chacune une part, dans trois lieux qui ne brûlent pas ensemble. Jamais deux parts au même endroit, ni deux chez la même
personne. Sur papier, sous enveloppe fermée et datée. Ne pas photographier, ni copier, ni taper dans une machine reliée à un
réseau. Une part perdue : en refaire trois avec les deux autres, et détruire celles-ci. Une part vue ou volée : refaire une clé.

English. Two of these three shares together give the keys of every desk. One gives nothing. Three people keep one each, in three
places that do not burn together. Never two shares in one place, nor two with one person. On paper, in a closed and dated
envelope. Do not photograph or copy it, nor type it into a machine on a network. A share lost: make three new ones from the
other two, and destroy those. A share seen or stolen: make another key.
`;
}
