/** Reply templates in Haitian Creole, drafts until they are listed as read. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received: "Nou resevwa rapò ou a e nou li l. Mèsi paske ou fè nou konfyans. Ou ka ekri isit la kantite fwa ou vle.",
  safety: "Èske ou an sekirite kounye a? Si ou an danje, rele 911. Kilè ou ka li repons nou yo san risk?",
  careful:
    "Petèt yon moun ka wè aparèy ou a. Li ak ekri isit la sèlman lè pèsonn pa ap gade. Apre sa, efase paj la. Kenbe kòd ou a yon kote ki an sekirite.",
  question: "Nou gen yon kesyon: {question} Reponn sèlman si ou vle.",
  meeting: "Nou ka rankontre ou. Kote: {place}. Lè: {time}. Ou ka vini san ou pa di non ou. Èske sa bon pou ou?",
  referral:
    "Gen yon sèvis ki ka petèt ede: {service}. Ou ka ale san nou. Èske ou vle nou pale ak yo sou ou? Ou ka di non.",
  emergency: "Si ou an danje kounye a, rele 911. Apèl la gratis. Isit la, pèsonn pa li touswit.",
  waiting: "Nou toujou ap travay sou rapò ou a. Sa pran tan. Retounen li bwat sa a nan kèk jou.",
  cannotHelp:
    "Nou pa ka aji fwa sa a, e nou regrèt sa. Petèt yon lòt sèvis ka fè sa: {service}. Ou byen fè ou ekri nou.",
  newCode:
    "Ou gen yon nouvo kòd: kounye a nou ekri ou isit la. Yo pa swiv ansyen kòd la ankò. Si se pa ou ki fè chanjman sa a, di nou sa.",
  withdrawn: "Ou retire rapò ou a. Nou sispann travay sou li. Si se pa ou ki fè sa, di nou sa.",
  closing: "Nou fini travay nou sou rapò ou a. Si yon bagay chanje, ekri nou ak menm kòd la.",
};
