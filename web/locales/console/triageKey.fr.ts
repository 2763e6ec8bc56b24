/** The triage key, in French. */
export const triageKey = {
  title: "Clé de tri",
  what: "Elle ouvre la petite fiche qui accompagne un envoi : son urgence, sa nature, son bureau. Le serveur qui trie en a la moitié secrète. Elle n’ouvre aucun signalement.",
  fingerprint: "Empreinte",
  enter: "Inscrire une autre clé de tri",
  enterText:
    "Quand l’actuelle a pu tomber en d’autres mains. Sur la machine de la cérémonie, quelqu’un en fait une autre ; collez ici sa moitié publique.",
  text: "Le texte de triage-key.txt",
  textWrong: "Ce n’est pas une clé de tri de cette unité.",
  typed: "Les huit groupes de la clé de tri, qu’on vous lit",
  typedHint: "Appelez ou rencontrez la personne qui l’a faite. Les groupes ne sont pas montrés ici avant.",
  typedWrong: "Ce ne sont pas les groupes de cette clé. Arrêtez : une autre a pu être mise à sa place.",
  first:
    "L’opérateur porte d’abord les deux clés au serveur et relance le tri. Sinon les envois vont en quarantaine, où il faut les ouvrir un à un.",
  after: "La clé d’avant sert encore une semaine, pour les pages déjà ouvertes. Ensuite l’opérateur l’efface.",
  done: "Les pages scellent à la nouvelle clé dès qu’elles lisent ce répertoire.",
  submit: "Signer et inscrire la clé de tri",
};
