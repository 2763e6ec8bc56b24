/** Words that are needed before a language is chosen as well: until then they are on the page in French and English. */
import type { Key } from "../locales/form/en.ts";
import type { Child } from "../shared/dom.ts";

/** The elements or the text to show for a key. */
export type Say = (key: Key) => Child;

/** From `<template id="words">`: the content of `<p data-word="…">`, one element per language. */
export function wordsOfPage(template: HTMLTemplateElement, word: string): readonly Node[] {
  const nodes = template.content.querySelector(`[data-word="${word}"]`)?.childNodes ?? [];
  return Array.from(nodes, (node) => node.cloneNode(true));
}
