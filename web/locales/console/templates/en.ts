/** Reply templates in English: a source. See TRANSLATING.md for how to write. */
import type { ReplyTemplates } from "./purposes.ts";

export const templates: ReplyTemplates = {
  received:
    "We have received and read your report. Thank you for trusting us with it. You can write here as many times as you want.",
  safety: "Are you safe right now? In danger, call 911. When can you read our replies without risk?",
  careful:
    "Somebody may be able to see your device. Read and write here only when nobody is watching. Then erase the page. Keep your code in a safe place.",
  question: "We have a question: {question} Answer only if you want to.",
  meeting: "We can meet you. Place: {place}. Time: {time}. You can come without saying your name. Does this suit you?",
  referral:
    "A service may be able to help: {service}. You can go there without us. Do you want us to speak to them about you? You can say no.",
  emergency: "In danger now, call 911. The call is free. Nobody reads at once here.",
  waiting: "We are still working on your report. This takes time. Come back to this mailbox in a few days.",
  cannotHelp:
    "We cannot act this time, and we are sorry. Another service may be able to: {service}. You did well to write to us.",
  newCode:
    "You have a new code: we now write to you here. The old code is followed no more. If this change was not made by you, tell us.",
  withdrawn: "You have taken back your report. We have stopped our work. If this was not done by you, tell us.",
  closing: "We have finished our work on your report. If something changes, write to us with the same code.",
};
