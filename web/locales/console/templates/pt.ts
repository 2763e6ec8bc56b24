/** Reply templates in Portuguese, drafts until they are listed as read. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received: "Recebemos e lemos seu relato. Agradecemos a confiança. Você pode escrever aqui quantas vezes quiser.",
  safety:
    "Você está em segurança neste momento? Em perigo, ligue para 911. Quando você pode ler nossas respostas sem risco?",
  careful:
    "Talvez alguém possa ver seu aparelho. Leia e escreva aqui só quando ninguém estiver olhando. Depois apague a página. Guarde seu código em lugar seguro.",
  question: "Temos uma pergunta: {question} Responda só se quiser.",
  meeting:
    "Podemos encontrar você. Lugar: {place}. Momento: {time}. Você pode vir sem dizer seu nome. Isso é bom para você?",
  referral:
    "Talvez um serviço possa ajudar: {service}. Você pode ir lá sem a unidade. Quer que falemos de você com esse serviço? Você pode dizer não.",
  emergency: "Em perigo agora, ligue para 911. A ligação é gratuita. Aqui ninguém lê na hora.",
  waiting: "Ainda estamos trabalhando no seu relato. Isso leva tempo. Volte a ler esta caixa daqui a alguns dias.",
  cannotHelp:
    "Desta vez não podemos agir, e sentimos muito. Talvez outro serviço possa: {service}. Você fez bem em nos escrever.",
  newCode:
    "Você tem um código novo: agora escrevemos aqui. O código antigo não é mais acompanhado. Se não foi você que mudou, diga para nós.",
  withdrawn: "Você retirou seu relato. Paramos nosso trabalho. Se não foi você que retirou, diga para nós.",
  closing: "Terminamos nosso trabalho sobre seu relato. Se algo mudar, escreva para nós com o mesmo código.",
};
