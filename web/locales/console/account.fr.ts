/** The second factor: at sign-in, at enrolment, and in each officer's own account. */

export const factor = {
  legend: "Second facteur",
  passkey: "Clé d’accès",
  digits: "Application d’authentification",
  passkeyHint: "Votre appareil demandera votre doigt, votre visage ou un NIP.",
  waiting: "Votre appareil vous demande de confirmer…",
  enrolText:
    "Une clé d’accès reste dans votre appareil ou votre clé de sécurité. Il n’y a rien à taper, et un faux site ne peut pas la prendre.",
  enrolSecond: "Après l’inscription, ajoutez-en une seconde dans votre compte, et gardez-la en lieu sûr.",
  enrolSubmit: "Créer la clé d’accès et s’inscrire",
} as const;

export const account = {
  title: "Votre compte",
  open: "votre compte",
  passkeys: "Clés d’accès",
  withDigits: "Vous vous connectez avec un code à six chiffres.",
  better:
    "Une clé d’accès est plus sûre : un faux site ne peut pas la prendre. Dès que vous en avez une, le code ne sert plus.",
  impossible: "Ce navigateur, ou cette adresse, ne permet pas les clés d’accès.",
  label: (number: string) => `Clé d’accès ${number}`,
  kinds: {
    device: "dans un appareil",
    key: "clé de sécurité",
    phone: "téléphone",
    other: "autre",
  },
  added: (day: string) => `ajoutée le ${day}`,
  onDevice: (name: string) => `Dans vos appareils, elles s’appellent « ${name} ». Le serveur ne garde aucun nom.`,
  one: "Vous n’en avez qu’une. Ajoutez-en une seconde, et gardez-la en lieu sûr.",
  lost: "Si vous les perdez toutes, personne ne peut les remplacer en silence : votre responsable vous retire, puis vous invite de nouveau.",
  add: "Ajouter une clé d’accès",
  addText: "D’abord, montrez que c’est vous. Ensuite, créez la nouvelle clé d’accès.",
  confirm: "Confirmer avec une clé d’accès",
  confirmDigits: "Continuer",
  confirmed: "C’est confirmé. Créez maintenant la nouvelle clé d’accès, sur l’appareil de votre choix.",
  create: "Créer la clé d’accès",
  done: "La clé d’accès est ajoutée.",
  remove: "Retirer",
  removeOf: (label: string) => `Retirer : ${label}`,
  removeText:
    "Vous confirmez avec une autre clé d’accès, qui reste. Vos autres sessions se terminent. Effacez ensuite cette clé de l’appareil aussi.",
  removeSubmit: "Confirmer et retirer",
  removed: "La clé d’accès est retirée.",
  cancel: "Annuler",
} as const;

export const factorErrors = {
  passkey: {
    cancelled: "Rien n’a été confirmé : annulé, ou trop tard. Réessayez.",
    known: "Cet appareil a déjà une clé d’accès pour ce compte.",
    unusable: "Cet appareil ne peut pas le faire ici. Essayez une clé de sécurité, ou un autre appareil.",
  },
  passkeyRefused: "Le serveur n’a pas accepté cette clé d’accès. Recommencez.",
  confirmationRefused: "Le second facteur ne convient pas. Réessayez.",
  lastPasskey: "La dernière clé d’accès reste. Ajoutez-en d’abord une autre.",
  passkeysFull: "Vous avez déjà huit clés d’accès. Retirez-en d’abord une.",
} as const;
