/** What an auditor sees, in French. */
export const auditor = {
  title: "Audit",
  sections: "Pour les auditeurs",
  places: { audit: "Audit", account: "Compte" },
  may: "Ce que votre rôle permet",
  mayText:
    "Vous voyez qui est à quel bureau, et comment le répertoire a changé. Tout ce qui est ici a été vérifié depuis la racine.",
  mayNot:
    "Vous ne voyez aucun dossier, aucun signalement, ni combien il y en a. Vous n’avez la clé d’aucun bureau, et n’en recevez jamais.",
  people: "Qui est à quel bureau",
  noDesk: "aucun",
  unit: "L’unité",
  fingerprint: "Empreinte de l’unité",
  fingerprintHint:
    "Comparez-la à celle que la cérémonie a laissée sur papier. Si un seul groupe diffère, prévenez les responsables.",
  recovery: "Clé de secours",
  recoveryNone: "aucune",
  recoveryUntil: (day: string) => `à remplacer avant le ${day}`,
  versions: "Versions du répertoire, la plus récente d’abord",
  version: "Version",
  issued: "Du",
  until: "Jusqu’au",
  serial: "Certificat",
  change: "Ce qui a changé",
  joined: (names: string) => `Arrivées : ${names}`,
  left: (names: string) => `Départs : ${names}`,
  turned: (names: string) => `Rôle ou bureaux changés : ${names}`,
  opened: (desks: string) => `Nouvelles clés : ${desks}`,
  key: "Nouvelle clé de secours",
  triageKey: "Nouvelle clé de tri",
  renewed: "Renouvelée",
  refresh: "Relire",
};
