/** A console's session in Node, without a page: for tests of what its state does. */
import type { OpenSession, phase } from "../../../../web/console/state/session.ts";
import { loadSumo } from "../../../../security/node.ts";
import { uuidOf } from "../../../../security/index.ts";
import { makeUnit, type TestUnit } from "../../../tools/unit.ts";
import { chainOf, keyringOf } from "./officer.ts";

/** What the build puts into the console, and a browser around it. Before anything of its state is imported. */
export function standIn(): Map<string, string> {
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  Object.assign(globalThis, { ABRI_UNIT: {}, ABRI_OPENER: "opener.js", localStorage });
  return kept;
}

/** Keys of its own each time: whatever ends a session overwrites them. */
export async function sessionOf(unit: TestUnit): Promise<OpenSession> {
  const p = await loadSumo();
  const { id, name, sealingSeed, signingSeed } = unit.officer;
  const officer = { id: uuidOf(id), name, role: "lead" };
  const identity = { sealing: p.xwingKeyPair(sealingSeed.slice()), signing: p.ed25519KeyPair(signingSeed.slice()) };
  const keys = { chain: await chainOf(unit), keyring: await keyringOf(unit) };
  return { p, officer, officerId: id, identity, ...keys, releaseTickS: 60 } as unknown as OpenSession;
}

export async function signedIn(to: typeof phase): Promise<{ readonly unit: TestUnit; readonly open: OpenSession }> {
  const unit = await makeUnit();
  const open = await sessionOf(unit);
  to.value = { at: "open", session: open };
  return { unit, open };
}

/** Turns of this process that anything here takes: many times what it needs, on a machine of any speed. */
const TURNS = 4_000;

/** Waits for what is about to happen. @throws Error where it does not */
export async function until(is: () => boolean): Promise<void> {
  for (let turn = 0; !is(); turn++) {
    if (turn === TURNS) throw new Error(`it never came to be: ${String(is)}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
