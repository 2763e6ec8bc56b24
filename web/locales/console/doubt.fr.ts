/** Ce que le serveur affirme et que la console ne croit pas : en français. */

export const doubt = {
  notOver: "Clés dites détruites",
  notOverText:
    "Le serveur dit que les clés de cet envoi sont détruites. C’est impossible : leur période n’est pas finie. Prévenez votre responsable.",
  dead: (n: string) =>
    n === "1" ? "Une partie ne s’ouvre qu’avec d’anciennes clés" : `${n} parties ne s’ouvrent qu’avec d’anciennes clés`,
  deadText:
    "Ce qui a été scellé pour les clés actuelles ne les ouvre pas. Prévenez votre responsable : ces anciennes clés ne doivent pas être détruites.",
  backdated: "Entrée refusée : signée avec des clés d’une période finie, après coup",
};
