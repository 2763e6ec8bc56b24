/** The second factor: at sign-in, at enrolment, and in each officer's own account. */
import type { Screens } from "./catalog.ts";

export const factor: Screens["factor"] = {
  legend: "Second factor",
  passkey: "Passkey",
  digits: "Authenticator app",
  passkeyHint: "Your device will ask for your finger, your face or a PIN.",
  waiting: "Your device asks you to confirm…",
  enrolText:
    "A passkey stays in your device or your security key. There is nothing to type, and a false site cannot take it.",
  enrolSecond: "After enrolling, add a second one in your account, and put it away safely.",
  enrolSubmit: "Create the passkey and enrol",
};

export const account: Screens["account"] = {
  title: "Your account",
  open: "your account",
  passkeys: "Passkeys",
  withDigits: "You sign in with a six-digit code.",
  better: "A passkey is safer: a false site cannot take it. Once you have one, the code is of no use.",
  impossible: "This browser, or this address, does not allow passkeys.",
  label: (number) => `Passkey ${number}`,
  kinds: {
    device: "in a device",
    key: "security key",
    phone: "phone",
    other: "other",
  },
  added: (day) => `added ${day}`,
  onDevice: (name) => `On your devices they are called “${name}”. The server keeps no name.`,
  one: "You have only one. Add a second one, and put it away safely.",
  lost: "If you lose them all, nobody can replace them quietly: a lead removes you, then invites you again.",
  add: "Add a passkey",
  addText: "First show that it is you. Then create the new passkey.",
  confirm: "Confirm with a passkey",
  confirmDigits: "Continue",
  confirmed: "Confirmed. Now create the new passkey, on the device of your choice.",
  create: "Create the passkey",
  done: "The passkey is added.",
  remove: "Remove",
  removeOf: (label) => `Remove: ${label}`,
  removeText:
    "You confirm with another passkey, which stays. Your other sessions end. Then delete this one on the device too.",
  removeSubmit: "Confirm and remove",
  removed: "The passkey is removed.",
  cancel: "Cancel",
};

export const factorErrors: Pick<
  Screens["errors"],
  "passkey" | "passkeyRefused" | "confirmationRefused" | "lastPasskey" | "passkeysFull"
> = {
  passkey: {
    cancelled: "Nothing was confirmed: cancelled, or too late. Try again.",
    known: "This device has a passkey for this account already.",
    unusable: "This device cannot do that here. Try a security key, or another device.",
  },
  passkeyRefused: "The server did not accept this passkey. Start again.",
  confirmationRefused: "The second factor does not fit. Try again.",
  lastPasskey: "The last passkey stays. Add another one first.",
  passkeysFull: "You have eight passkeys already. Remove one first.",
};
