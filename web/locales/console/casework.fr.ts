/** What officers write into a case, in French. */

export const casework = {
  care: {
    graveToday: (n: string) =>
      n === "1"
        ? "Aujourd’hui, vous avez déjà ouvert 1 dossier P0 ou P1. Seule cette page le sait."
        : `Aujourd’hui, vous avez déjà ouvert ${n} dossiers P0 ou P1. Seule cette page le sait.`,
  },
  handOver: {
    withWord: "Passer la main avec un mot",
    label: "Un mot pour qui prendra la suite",
    hint: "Signé et scellé pour le bureau. Aucune raison n’est demandée.",
    give: "Signer et passer la main",
    mark: "Passage de main",
    tooLong: "Trop long : gardez-le pour une note.",
  },
  log: {
    title: "Journal",
    count: (n: string) => (n === "0" ? "Vide" : n === "1" ? "1 entrée" : `${n} entrées`),
    show: "Qui a fait quoi",
    order: "Dans l’ordre où chaque entrée s’appuie sur les précédentes. Toutes sont signées.",
    empty: "Rien n’a encore été fait dans ce dossier.",
    refused: (n: string) => (n === "1" ? "Une entrée ne tient pas" : `${n} entrées ne tiennent pas`),
    gone: (n: string) => (n === "1" ? "Une entrée a disparu" : `${n} entrées ont disparu`),
    goneText:
      "Vous l’avez eue sous les yeux dans cette session et le serveur ne la remet plus. Rien n’efface une entrée : parlez-en à un responsable.",
    opened: "Première lecture du signalement",
    claimed: "Prise en charge",
    released: "Dossier rendu",
    releasedWith: "Dossier rendu avec un mot",
    note: "Note écrite",
    sentReply: "Réponse scellée",
    attached: "Envoi joint au dossier",
    rekey: "Nouveau code de la personne pris en compte",
    labelled: (label: string) => `Étiquette « ${label} » mise`,
    unlabelled: (label: string) => `Étiquette « ${label} » retirée`,
    linked: (name: string) => `Lié au dossier ${name}`,
    unlinked: (name: string) => `Lien avec le dossier ${name} retiré`,
    ticked: (item: string) => `Coché : ${item}`,
    unticked: (item: string) => `Décoché : ${item}`,
  },
  checklist: {
    safety: "Sécurité d’abord : danger immédiat écarté",
    child: "Enfant : signalement à la protection envisagé",
    interpreter: "Interprète trouvé, sûr pour la personne",
    consent: "Consentement revu avant de transmettre",
    evidence: "Preuves gardées",
    referral: "Orientation proposée",
  },
  note: {
    title: "Notes",
    never: "La personne ne les voit jamais",
    none: "Aucune note encore.",
    label: "Nouvelle note pour le bureau",
    hint: "En vos mots, pas mot à mot. Aucun nom dont on peut se passer : ce qui n’est pas écrit ne peut pas être pris.",
    save: "Signer et sceller la note",
    saving: "Signature et scellement…",
    saved: "Note gardée au dossier.",
    empty: "Écrivez la note d’abord.",
    tooLong: "Trop long pour une note : coupez-la en deux.",
  },
};
