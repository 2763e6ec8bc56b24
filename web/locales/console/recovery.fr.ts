/** The recovery key, in French. */
export const recovery = {
  title: "Clé de secours",
  what: "Trois personnes en gardent chacune une part sur papier. Deux parts réunies ramènent l’unité quand les clés de tous les agents sont perdues. Une seule n’ouvre rien.",
  none: "Il n’y a pas de clé de secours.",
  noneText: "Si les clés de tous les agents se perdaient maintenant, plus aucun signalement ne pourrait être lu.",
  fingerprint: "Empreinte",
  lastDay: "À remplacer avant le",
  has: "Clés qu’elle a reçues",
  hasOf: (good: string, all: string) => `${good} sur les ${all} que vous avez`,
  soon: (days: string) =>
    `La clé de secours est à remplacer dans ${days} jours : faites-en une autre, et inscrivez-la.`,
  over: "L’année de la clé de secours est passée : faites-en une autre, et inscrivez-la.",
  missing: (count: string) =>
    `Il manque à la clé de secours ${count} des clés que vous avez. Votre console les donne d’elle-même ; regardez à nouveau dans un moment.`,
  wrong: (count: string) => `La clé de secours a reçu ${count} clés qui ne sont pas les bonnes.`,
  wrongText:
    "Quelqu’un a mis autre chose à leur place : rien ne pourrait en être récupéré. La console de la personne responsable qui a signé en dernier les donne à nouveau, si elle est de ce bureau. Prévenez l’opérateur.",
  enter: "Inscrire une clé de secours",
  enterText:
    "Sur la machine de la cérémonie, quelqu’un fait la clé et imprime ses trois parts. Collez ici sa moitié publique ; elle ne contient aucun secret.",
  text: "Le texte de recovery-key.txt",
  textWrong: "Ce n’est pas une clé de secours de cette unité, ou son année est passée.",
  typed: "Les huit groupes qu’on vous lit depuis cette machine",
  typedHint: "Appelez ou rencontrez la personne qui l’a faite. Les groupes ne sont pas montrés ici avant.",
  typedWrong: "Ce ne sont pas les groupes de cette clé. Arrêtez : une autre a pu être mise à sa place.",
  will: "Votre console lui donne toutes les clés que vous avez ; celles des collègues lui donnent les autres. Chaque nouveau mois lui est donné aussi.",
  replaces: "Elle prend la place de la clé d’avant, dont les parts sont à détruire dès que celle-ci a toutes les clés.",
  submit: "Signer et inscrire",
};
