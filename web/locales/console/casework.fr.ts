/** What officers write into a case, in French. */

export const casework = {
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
