/**
 * What the log of a case comes to: its labels, its links, what is ticked off, who has read it. The later entry of the log
 * wins; of two that were written at once, the one that the log puts last, which is the same one in every console.
 */
import { fromHex, toHex, uuidOf, type Action, type ChecklistItem } from "../../../security/index.ts";

/** An act as the log has it. */
export interface Act {
  /** Hexadecimal. */
  readonly signerId: string;
  readonly signerName: string | null;
  /** ISO day. */
  readonly day: string;
  readonly action: Action;
}

export interface Done {
  readonly signerName: string | null;
  readonly day: string;
}

export interface CaseFacts {
  /** In alphabetical order. */
  readonly labels: readonly string[];
  /** Ids of the cases that this one is linked with, in the order of the log. */
  readonly links: readonly string[];
  readonly ticked: ReadonlyMap<ChecklistItem, Done>;
  /** Ids (hexadecimal) of the officers who have opened the case. */
  readonly openedBy: ReadonlySet<string>;
  /** Officers who stepped back and whom no lead let come back since, by id (hexadecimal). */
  readonly recused: ReadonlyMap<string, Recused>;
}

export interface Recused extends Done {
  /** A uuid. */
  readonly officerId: string;
}

/** @param acts in the order of the log @param isLead whether somebody of this id (hexadecimal) leads, or led */
export function factsOf(acts: readonly Act[], isLead: (signerId: string) => boolean = () => false): CaseFacts {
  const labels = new Set<string>();
  const links = new Set<string>();
  const ticked = new Map<ChecklistItem, Done>();
  const openedBy = new Set<string>();
  const recused = new Map<string, Recused>();
  for (const { action, signerId, signerName, day } of acts) {
    switch (action.code) {
      case "opened":
        openedBy.add(signerId);
        break;
      case "labelled":
        labels.add(action.label);
        break;
      case "unlabelled":
        labels.delete(action.label);
        break;
      case "linked":
        links.add(uuidOf(action.caseId));
        break;
      case "unlinked":
        links.delete(uuidOf(action.caseId));
        break;
      case "ticked":
        ticked.set(action.item, { signerName, day });
        break;
      case "unticked":
        ticked.delete(action.item);
        break;
      case "claimed":
      case "released":
      case "handedOver": // who holds a case is a lease, which ends by itself
        break;
      case "levelled":
      case "closed":
      case "reopened":
      case "secondAsked":
      case "secondRead": // how a case stands, which no single act says
        break;
      case "moved": // links go between cases of one desk
        links.clear();
        break;
      case "recused":
        recused.set(signerId, { officerId: uuidOf(fromHex(signerId)), signerName, day });
        break;
      case "returned": // nobody lets themselves come back, lead or not
        if (isLead(signerId) && signerId !== toHex(action.officerId)) recused.delete(toHex(action.officerId));
    }
  }
  return { labels: [...labels].toSorted(byWord), links: [...links], ticked, openedBy, recused };
}

const byWord = (a: string, b: string): number => a.localeCompare(b, "fr");

export const isOpenedBy = ({ openedBy }: CaseFacts, officerId: Uint8Array): boolean => openedBy.has(toHex(officerId));
