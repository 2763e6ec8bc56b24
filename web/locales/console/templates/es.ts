/** Reply templates in Spanish, drafts until they are listed as read. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received:
    "Recibimos y leímos su reporte. Gracias por confiar en la unidad. Puede escribir aquí todas las veces que quiera.",
  safety:
    "¿Está a salvo en este momento? Si está en peligro, llame al 911. ¿Cuándo puede leer nuestras respuestas sin riesgo?",
  careful:
    "Alguien puede quizás ver su aparato. Lea y escriba aquí solo cuando nadie mire. Después borre la página. Guarde su código en un lugar seguro.",
  question: "Tenemos una pregunta: {question} Responda solo si quiere.",
  meeting:
    "Podemos reunirnos con usted. Lugar: {place}. Momento: {time}. Puede venir sin decir su nombre. ¿Le conviene?",
  referral:
    "Quizás un servicio pueda ayudar: {service}. Puede ir sin la unidad. ¿Quiere que le hablemos de usted a ese servicio? Puede decir que no.",
  emergency: "Si está en peligro ahora, llame al 911. La llamada es gratis. Aquí nadie lee de inmediato.",
  waiting: "Seguimos trabajando en su reporte. Esto toma tiempo. Vuelva a leer este buzón dentro de unos días.",
  cannotHelp:
    "Esta vez no podemos actuar, y lo sentimos. Quizás otro servicio pueda: {service}. Hizo bien en escribirnos.",
  newCode:
    "Usted tiene un código nuevo: ahora le escribimos aquí. El código viejo ya no se atiende. Si usted no hizo este cambio, díganoslo.",
  withdrawn: "Usted retiró su reporte. Dejamos de trabajar en él. Si no lo hizo usted, díganoslo.",
  closing: "Terminamos nuestro trabajo sobre su reporte. Si algo cambia, escríbanos con el mismo código.",
};
