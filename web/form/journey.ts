/** The second script of whoever reports: every screen from the first question to the code and its gate. */
import type { MakeScreen } from "./app.ts";
import { QUESTIONS } from "./questions.ts";
import { routesOf } from "./routes.ts";
import { checkScreen, sendReportScreen } from "./screens/check.ts";
import { codeScreen } from "./screens/code.ts";
import { consentScreen } from "./screens/consent.ts";
import { handScreen } from "./screens/hand.ts";
import { introScreen } from "./screens/intro.ts";
import { practiceScreen } from "./screens/practice.ts";
import { changeScreen, questionScreen } from "./screens/question.ts";
import { reviewScreen } from "./screens/review.ts";
import { LATER_STYLE } from "./style.ts";

export const routes = routesOf({
  intro: introScreen,
  consent: consentScreen,
  review: reviewScreen,
  hand: handScreen,
  code: codeScreen,
  check: checkScreen,
  practice: practiceScreen,
  "send-report": sendReportScreen,
  ...Object.fromEntries(
    QUESTIONS.flatMap(({ id }): [string, MakeScreen][] => [
      [`question-${id}`, questionScreen(id)],
      [`change-${id}`, changeScreen(id)],
    ]),
  ),
});

export { hear } from "./listen/hear.ts";

export const style = LATER_STYLE;
