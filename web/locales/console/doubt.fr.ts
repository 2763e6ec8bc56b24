/** Ce que le serveur affirme et que la console ne croit pas : en français. */

export const doubt = {
  notOver: "Clés dites détruites",
  notOverText:
    "Le serveur dit que les clés de cet envoi sont détruites. C’est impossible : leur période n’est pas finie. Prévenez votre responsable.",
  backdated: "Entrée refusée : signée avec des clés d’une période finie, après coup",
};
