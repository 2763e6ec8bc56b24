/** The second script: every screen but the first two, by the name that others lead to it. */
import type { MakeScreen, Route, Routes } from "./app.ts";
import { QUESTIONS } from "./questions.ts";
import { checkScreen, sendReportScreen } from "./screens/check.ts";
import { codeScreen } from "./screens/code.ts";
import { consentScreen } from "./screens/consent.ts";
import { enterScreen } from "./screens/enter.ts";
import { handScreen } from "./screens/hand.ts";
import { introScreen } from "./screens/intro.ts";
import { messageScreen, sendMessageScreen } from "./screens/message.ts";
import { openingScreen } from "./screens/opening.ts";
import { changeScreen, questionScreen } from "./screens/question.ts";
import { reviewScreen } from "./screens/review.ts";
import { LATER_STYLE } from "./style.ts";

type Named = Exclude<Route, `question-${string}` | `change-${string}`>;

const NAMED: Readonly<Record<Named, MakeScreen>> = {
  intro: introScreen,
  consent: consentScreen,
  review: reviewScreen,
  hand: handScreen,
  code: codeScreen,
  check: checkScreen,
  "send-report": sendReportScreen,
  enter: enterScreen,
  opening: openingScreen,
  message: messageScreen,
  "send-message": sendMessageScreen,
};

const SCREENS = new Map<Route, MakeScreen>([
  ...(Object.entries(NAMED) as [Named, MakeScreen][]),
  ...QUESTIONS.flatMap(({ id }): [Route, MakeScreen][] => [
    [`question-${id}`, questionScreen(id)],
    [`change-${id}`, changeScreen(id)],
  ]),
]);

export { hear } from "./listen/hear.ts";

export const routes: Routes = (route) => {
  const make = SCREENS.get(route);
  if (!make) throw new Error(`there is no screen ${route}`);
  return make;
};

export const style = LATER_STYLE;
