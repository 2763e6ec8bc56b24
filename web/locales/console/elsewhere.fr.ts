/** Un dossier qui change de bureau, et un agent qui s’en retire : en français. */

export const elsewhere = {
  title: "Changer de bureau ou se retirer",
  move: {
    title: "Confier à un autre bureau",
    claimFirst: "Prenez d’abord le dossier : qui le tient peut le confier à un autre bureau.",
    to: "Bureau",
    choose: "Choisir un bureau",
    what: (desk: string) =>
      `Tout ce qu’il contient est scellé de nouveau pour le bureau ${desk} et quitte celui-ci. Les liens avec d’autres dossiers tombent.`,
    notYours: "Vous n’êtes pas de ce bureau : vous ne verrez plus ce dossier.",
    reason: "Pourquoi",
    reasonHint: "Signé et scellé, pour les agents de l’autre bureau. La personne ne le voit jamais.",
    reasonEmpty: "Dites pourquoi, en un mot ou deux.",
    tooLong: "Trop long : gardez-le pour une note.",
    toEmpty: "Choisissez le bureau.",
    do: "Signer et confier",
    doing: "Scellement et envoi…",
    changed: "Ce dossier a changé plusieurs fois pendant l’envoi. Réessayez.",
  },
  departed: (desk: string) => `Le dossier est maintenant au bureau ${desk}.`,
  departedText: "Il a quitté votre file, et rien n’en reste sur cette page.",
  leftOn: "Le serveur a mis ce dossier sur un autre bureau que son journal",
  leftOnText: (desk: string) =>
    `D’après ses entrées signées, il est au bureau ${desk} : personne n’a signé qu’il venait ici. Parlez-en à votre responsable avant d’y toucher.`,
  followUp: (desk: string) => `Cet envoi suit un dossier du bureau ${desk}`,
  followUpText: "Prenez-le et confiez-le au même bureau : il y rejoindra son dossier.",
  recusal: {
    title: "Se retirer de ce dossier",
    what: "Si vous connaissez quelqu’un dans ce dossier, retirez-vous : rien ne vous en sera plus remis. Seule une personne responsable du bureau peut vous y rendre l’accès.",
    word: "Un mot pour vos collègues, si vous voulez",
    wordHint: "Signé et scellé pour le bureau. Aucune raison n’est demandée.",
    do: "Signer et me retirer",
    done: "Vous êtes en retrait de ce dossier. Il ne vous sera plus remis.",
    since: (name: string, day: string) => `${name} est en retrait (${day}).`,
    bringBack: "Permettre son retour",
    anyway: "Vous êtes en retrait de ce dossier, et le serveur vous le remet",
    anywayText: "Rien n’en est montré ici. Prévenez votre responsable.",
  },
  log: {
    moved: (desk: string) => `Confié au bureau ${desk}`,
    recused: "En retrait du dossier",
    returned: (name: string) => `Retour permis à ${name}`,
  },
  marks: { moved: "Changement de bureau", recused: "Retrait", returned: "Retour" },
};
