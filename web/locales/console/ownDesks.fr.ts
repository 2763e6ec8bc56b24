/** Les bureaux que l’unité ouvre elle-même, en français. */
export const ownDesks = {
  title: "Bureaux de l’unité",
  what: "Le bureau général et le bureau restreint existent dans toute unité. Vous pouvez en ouvrir d’autres, pour des dossiers que peu de collègues doivent lire.",
  none: "L’unité n’en a pas ouvert d’autre.",
  french: "Nom en français",
  english: "Nom en anglais",
  number: (id: string) => `n° ${id} pour les commandes`,
  members: "Agents",
  one: "Un seul agent est de ce bureau : si ses clés se perdent, plus personne ne lit ce qui s’y trouve.",
  nobody: "Personne n’est de ce bureau : rien de ce qui y vient ne peut être lu.",
  open: "Ouvrir un bureau",
  full: (count: string) =>
    `Il y a ${count} bureaux, et pas plus : chacun allonge ce que tout téléphone qui écrit doit recevoir. Un bureau qui ne sert plus peut prendre un autre nom.`,
  nameHint:
    "Court. Il ne dit pas de quoi parlent les dossiers : qui volerait la base de données du serveur le lirait, comme les agents.",
  unfit: "Une lettre au moins, 60 signes au plus (un accent compte double), et rien d’invisible.",
  taken: "Un autre bureau porte déjà ce nom.",
  who: "Qui est de ce bureau",
  whoHint: "Personne n’y est de droit. Vous n’y êtes que si vous vous choisissez.",
  whoMissing: "Choisissez au moins une personne : les clés de ce bureau ne seraient à personne.",
  whoOne:
    "Choisissez-en deux si vous le pouvez : si les clés de cette personne se perdent, celles du bureau se perdent avec elles.",
  emptied: (desks: string) =>
    `Plus personne ne sera de : ${desks}. Mettez-y d’abord quelqu’un d’autre, jusqu’à ce que ses clés lui soient données : après, personne ne le pourra.`,
  noRecovery: "L’unité n’a pas de clé de secours, qui les ramènerait.",
  willKeys: (names: string) =>
    `Ce bureau a ses propres clés. Les reçoivent : ${names}, et la clé de secours s’il y en a une.`,
  willNotYou: "Vous ne lirez rien de ce bureau : votre console efface ses clés dès qu’elles sont données.",
  willCome:
    "Aucun signalement n’y vient de lui-même. Les agents y confient des dossiers ; après sa première réponse, ce que la personne envoie y vient aussi.",
  willSeen: "Les personnes qui signalent n’en voient pas le nom.",
  willStay: "Un bureau ouvert le reste. On peut changer son nom et en retirer les agents.",
  submit: "Signer et ouvrir",
  opened: (name: string) => `Le bureau ${name} est ouvert.`,
  rename: "Changer le nom",
  renameOf: (name: string) => `Changer le nom du bureau ${name}`,
  renameWill:
    "Le nouveau nom vaut partout, aussi dans les journaux des dossiers. Les clés, les agents et les dossiers restent.",
  renameSubmit: "Signer le nom",
  renamed: (name: string) => `Le bureau s’appelle maintenant ${name}.`,
  log: {
    opened: (desks: string) => `Bureaux ouverts : ${desks}`,
    renamed: (names: string) => `Nouveau nom : ${names}`,
  },
};
