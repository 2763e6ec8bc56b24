/**
 * Through questions without a pointer and its waiting: for tests whose subject lies behind them. That a person's own presses,
 * touches and keys lead through every question is seen in journey, screens, exit and access*.dom.test.ts.
 */
import type { Page } from "playwright-core";
import type { Key } from "../../../../web/locales/form/en.ts";
import { QUESTIONS, type QuestionId } from "../../../../web/form/questions.ts";

/** A question, and the answer to it; nothing for one that is left out. */
export type Answer = readonly [question: QuestionId, answer?: Key | undefined];

/** The element that stands for an answer. @throws Error when the question has no such answer */
function answerAt(id: QuestionId, key: Key): string {
  for (const field of QUESTIONS.find((question) => question.id === id)?.fields ?? []) {
    const choice = field.type === "text" ? undefined : field.choices.find(({ text }) => text === key);
    if (choice !== undefined) return `input[name="f-${field.name}"][value="${choice.value}"]`;
  }
  throw new Error(`question ${id} has no answer ${key}`);
}

/** Gives each answer on its own screen, in order, and goes on from the last. What stood in a field stays in it. */
export async function hurryThrough(page: Page, answers: readonly Answer[]): Promise<void> {
  const [first] = answers;
  // Its script may be on the way. The others are drawn at once.
  await page.locator(`#main[data-screen="question-${first?.[0]}"]`).waitFor();
  const steps = answers.map(([id, key]) => ({
    screen: `question-${id}`,
    ...(key !== undefined && { input: answerAt(id, key) }),
  }));
  await page.evaluate((all) => {
    const main = document.getElementById("main") as HTMLElement;
    for (const { screen, input } of all) {
      if (main.dataset["screen"] !== screen) throw new Error(`${main.dataset["screen"]} in the place of ${screen}`);
      const choice = input === undefined ? undefined : main.querySelector<HTMLInputElement>(input);
      if (choice === null) throw new Error(`there is no ${input} on ${screen}`);
      if (choice?.checked === false) choice.click();
      main.querySelector<HTMLButtonElement>("button.primary")?.click();
    }
  }, steps);
}
