/** Reply templates in Tagalog, drafts until they are listed as read. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received: "Natanggap at nabasa namin ang ulat mo. Salamat sa tiwala mo. Puwede kang sumulat dito kahit ilang beses.",
  safety:
    "Ligtas ka ba ngayon? Kung nasa panganib, tumawag sa 911. Kailan mo mababasa ang mga sagot namin nang ligtas?",
  careful:
    "Baka may nakakakita ng device mo. Magbasa at sumulat dito kapag walang nakatingin. Pagkatapos, burahin ang pahina. Itago ang code mo sa ligtas na lugar.",
  question: "May tanong kami: {question} Sumagot ka lang kung gusto mo.",
  meeting:
    "Puwede ka naming makausap nang harapan. Lugar: {place}. Oras: {time}. Puwede kang pumunta nang hindi sinasabi ang pangalan mo. Ayos ba ito sa iyo?",
  referral:
    "Baka makatulong ang serbisyong ito: {service}. Puwede kang pumunta roon nang wala kami. Gusto mo bang kausapin namin sila tungkol sa iyo? Puwede kang humindi.",
  emergency: "Kung nasa panganib ka ngayon, tumawag sa 911. Libre ang tawag. Walang nagbabasa agad dito.",
  waiting:
    "Inaasikaso pa namin ang ulat mo. Kailangan nito ng panahon. Balikan at basahin ang mailbox na ito makalipas ang ilang araw.",
  cannotHelp:
    "Wala kaming magagawa sa ngayon, at ikinalulungkot namin ito. Baka may magawa ang ibang serbisyo: {service}. Mabuti at sumulat ka sa amin.",
  newCode:
    "May bago kang code: dito na kami sumusulat ngayon. Hindi na inaasikaso ang lumang code. Kung hindi ikaw ang nagpalit, sabihin mo sa amin.",
  withdrawn:
    "Binawi mo ang ulat mo. Itinigil na namin ang trabaho namin. Kung hindi ikaw ang bumawi, sabihin mo sa amin.",
  closing: "Tapos na ang trabaho namin sa ulat mo. Kung may magbago, sumulat sa amin gamit ang parehong code.",
};
