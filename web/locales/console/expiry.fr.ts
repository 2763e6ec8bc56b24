/** Ce que la console dit d’un répertoire de clés qui expire, ou qui a expiré. */
export const expiry = {
  over: (version: string) => `Répertoire v${version}, expiré`,
  stopped: (day: string) => `La réception est arrêtée : le répertoire de clés a expiré le ${day}.`,
  stoppedText:
    "Aucun signalement ne peut arriver. Vous pouvez lire ; rien ne s’écrit dans un dossier ni au journal, rien ne part.",
  stoppedOfficer:
    "Appelez votre responsable, qui peut renouveler le répertoire dans sa console. La vôtre reprend d’elle-même.",
  soon: "À renouveler dans la semaine : rien n’est préparé derrière.",
  soonOfficer: "Votre responsable doit renouveler, ou préparer la suite. Sinon la réception s’arrête.",
  directory: (day: string) => `Le répertoire de clés : dernier jour ${day}.`,
  epoch: (day: string) => `Les clés du mois d’un bureau : dernier jour ${day}.`,
  certificate: (day: string) => `Le certificat de qui signe le répertoire : dernier jour ${day}.`,
  toDirectory: "Renouveler ou préparer la suite",
};
