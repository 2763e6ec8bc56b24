/** How a case moves on (level, closing, second reader), in French. */

export const handling = {
  outcomes: {
    helped: "Personne aidée",
    referred: "Orientée ailleurs",
    withdrawn: "Signalement retiré par la personne",
    noAnswer: "Plus de réponse de la personne",
    notForUs: "Pas du ressort de la cellule",
    duplicate: "Doublon d’un autre dossier",
    other: "Autre",
  },
  log: {
    levelled: (level: string) => `Niveau mis à P${level}`,
    closed: (outcome: string) => `Clos : ${outcome}`,
    reopened: "Rouvert",
    handedOver: (name: string) => `Confié à ${name}`,
    secondAsked: "Seconde lecture demandée",
    secondRead: "Seconde lecture faite",
  },
  marks: {
    levelled: "Niveau",
    closed: "Clôture",
    reopened: "Réouverture",
    secondAsked: "Seconde lecture demandée",
    secondRead: "Seconde lecture",
  },
};
