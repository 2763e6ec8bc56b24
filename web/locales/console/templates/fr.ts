/** Reply templates in French: a source. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received:
    "Nous avons reçu et lu votre signalement. Merci de nous l’avoir confié. Vous pouvez écrire ici autant de fois que vous voulez.",
  safety:
    "Êtes-vous en sécurité en ce moment ? En danger, appelez le 911. Quand pouvez-vous lire nos réponses sans risque ?",
  careful:
    "Quelqu’un peut peut-être voir votre appareil. Lisez et écrivez ici seulement quand personne ne regarde. Effacez ensuite la page. Gardez votre code en lieu sûr.",
  question: "Nous avons une question : {question} Répondez seulement si vous le voulez.",
  meeting:
    "Nous pouvons vous rencontrer. Lieu : {place}. Moment : {time}. Vous pouvez venir sans dire votre nom. Est-ce que cela vous convient ?",
  referral:
    "Un service peut peut-être aider : {service}. Vous pouvez y aller sans nous. Voulez-vous que nous lui parlions de vous ? Vous pouvez dire non.",
  emergency: "En danger maintenant, appelez le 911. L’appel est gratuit. Ici, personne ne lit tout de suite.",
  waiting:
    "Nous travaillons encore sur votre signalement. Cela prend du temps. Revenez lire cette boîte dans quelques jours.",
  cannotHelp:
    "Nous ne pouvons pas agir cette fois, et nous le regrettons. Un autre service le peut peut-être : {service}. Vous avez bien fait de nous écrire.",
  newCode:
    "Vous avez un nouveau code : nous écrivons maintenant ici. L’ancien code n’est plus suivi. Si ce changement ne vient pas de vous, dites-le-nous.",
  withdrawn:
    "Vous avez retiré votre signalement. Nous avons arrêté notre travail. Si cela ne vient pas de vous, dites-le-nous.",
  closing:
    "Nous avons terminé notre travail sur votre signalement. Si quelque chose change, écrivez-nous avec le même code.",
};
