/**
 * Three people, as data: who they are, what they answer, what they write. Each text has words that stand nowhere else, so
 * that finding one of them anywhere outside a browser is finding a leak.
 */
import { MESSAGE_MAX_BYTES } from "../../security/index.ts";
import type { ChosenFile, Language, Script } from "./pages/form.ts";

export interface Story {
  readonly name: string;
  readonly language: Language;
  readonly script: Script & { narrative: string; place: string; accusedName: string };
  /** What goes with it, none of which can be cleaned. */
  readonly files?: readonly ChosenFile[];
  /** What the rule makes of it. */
  readonly level: number;
  readonly reply: string;
  /** What the person writes after reading the reply. */
  readonly message: string;
}

/** What goes on after a person who was helped has come back alone, and changed the code. */
export const ALONE = {
  /** Of the officer, to the new code. */
  reply: "C’est noté. Dites quand le corridor est libre, et la travailleuse Rosmadec viendra.",
  /** Of somebody who kept the old code. */
  meddling: "Tout va bien chez nous, laissez la famille Oulaznam tranquille désormais.",
};

const size = (text: string): number => Buffer.byteLength(text);

/** A text of exactly `bytes` bytes of UTF-8: a sentence over and over, and full stops where it no longer fits. */
export function textOfBytes(sentence: string, bytes: number): string {
  let text = sentence.repeat(Math.floor(bytes / size(sentence)));
  for (const letter of sentence) {
    if (size(text) + size(letter) > bytes) break;
    text += letter;
  }
  return text + ".".repeat(bytes - size(text));
}

/** A worker whose employer keeps her papers. Someone can look at her phone. */
export const VICTIM: Story = {
  name: "a victim, in French",
  language: "fr",
  level: 1,
  script: {
    danger: "soon",
    subject: "me",
    phoneChecked: "yes",
    kinds: ["pay", "status_threats"],
    narrative: "Mon patron Bréhaigne garde mon passeport dans le coffre de la blanchisserie depuis quatorze semaines.",
    when: "week",
    still: "yes",
    accused: ["employer"],
    accusedName: "Blanchisserie Bréhaigne-Quillivic",
    place: "Sous-sol de la rue Chabanel-Ouest, porte verte",
    signs: ["papers_taken", "pay_withheld"],
    child: "no",
    help: ["rights", "make_it_stop"],
    consent: ["labour_housing"],
    comeBack: "days",
  },
  reply: "Bonjour. Nous avons bien lu. Vos papiers vous appartiennent : quand pourriez-vous parler sans témoin ?",
  message: "Il part chaque jeudi vers Valleyfield, alors je suis seule à l’étage.",
};

/** Someone who saw the police do it: the restricted desk, and a message of the greatest length there is, in Bengali. */
export const WITNESS: Story = {
  name: "a witness, in English",
  language: "en",
  level: 3,
  script: {
    danger: "no",
    subject: "witness",
    phoneChecked: "no",
    kinds: ["hate", "police"],
    narrative: "Two officers tore up the permit of the greengrocer Thistlewhaite and laughed about his accent.",
    when: "month",
    still: "no",
    accused: ["police"],
    accusedName: "Badge plate reading Quernmore",
    place: "Corner of Jean-Talon market, stall nineteen",
    signs: ["threats"],
    child: "no",
    help: ["just_so_you_know"],
    comeBack: "week",
  },
  files: [
    {
      name: "Thistlewhaite-stall.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("Pieces of the permit were kept by the neighbour Ravensworth, stall twenty."),
    },
  ],
  reply: "Thank you for telling us. ".repeat(150).trim(),
  message: textOfBytes("আমি সব দেখেছি, দোকানের পেছনের গলিতে দাঁড়িয়ে ছিলাম। ", MESSAGE_MAX_BYTES),
};

/** A community worker lends a phone and a hand: the most urgent level, and Arabic of the greatest length. */
export const HELPED: Story = {
  name: "a community worker helping someone",
  language: "fr",
  level: 0,
  script: {
    danger: "now",
    subject: "helping",
    phoneChecked: "unsure",
    kinds: ["family", "sexual_violence"],
    narrative: "Elle dit que son mari Oulaznam la frappe avec une ceinture et cache la clé sous l’évier.",
    when: "today",
    still: "yes",
    accused: ["partner_family"],
    accusedName: "Oulaznam, mécanicien à Lachute",
    place: "Un logement près du parc Extension",
    signs: ["hurt", "cannot_leave"],
    child: "yes",
    help: ["safe_place"],
    consent: ["support"],
    comeBack: "unknown",
  },
  reply: "Nous sommes là. Si elle peut sortir avant midi, une place l’attend au refuge Kerguelen.",
  message: textOfBytes("أنا بخير الآن وأنتظر قرب النافذة الشمالية مع ابنتي الصغيرة. ", MESSAGE_MAX_BYTES),
};

const WORD_MIN_LETTERS = 12;

/** Whole texts and their longest words: what must be found nowhere. */
export function secretsOf(story: Story): string[] {
  const { narrative, place, accusedName } = story.script;
  const texts = [
    ...Object.values(ALONE),
    narrative,
    place,
    accusedName,
    story.reply,
    story.message.slice(0, 200),
    "Bréhaigne",
    "Thistlewhaite",
    "Oulaznam",
    "Ravensworth",
  ];
  const words = texts.flatMap((text) => text.split(/[\s,.;:?()।]+/)).filter((word) => word.length >= WORD_MIN_LETTERS);
  return [...new Set([...texts, ...words])];
}
