/** A case that is no longer this officer's to see: whatever remembers something of it forgets that, and not only its screen. */

const forgetters: ((caseId: string) => void)[] = [];

/** Registers what is to be forgotten of a case that is gone. */
export function whenCaseGone(forget: (caseId: string) => void): void {
  forgetters.push(forget);
}

/** It was moved to a desk that the officer is not on, or the officer stepped back, or the server no longer has it for them. */
export function forgetCase(caseId: string): void {
  for (const forget of forgetters) forget(caseId);
}
