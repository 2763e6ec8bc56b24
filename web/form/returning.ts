/**
 * The second script of whoever comes back: the code, the mailbox, what is written from there, and the ways to change the code
 * or take the report back. Fetched for everybody: by a script of its own, its size would tell who does that. Neither way needs
 * the other's screens, so nobody waits for them.
 */
import { routesOf } from "./routes.ts";
import { checkScreen } from "./screens/check.ts";
import { codeScreen } from "./screens/code.ts";
import { enterScreen } from "./screens/enter.ts";
import { introScreen } from "./screens/intro.ts";
import { messageScreen, sendMessageScreen } from "./screens/message.ts";
import { openingScreen } from "./screens/opening.ts";
import { LATER_STYLE } from "./style.ts";

export const routes = routesOf({
  intro: introScreen,
  enter: enterScreen,
  opening: openingScreen,
  message: messageScreen,
  "send-message": sendMessageScreen,
  // A new code is shown and typed back like the first.
  code: codeScreen,
  check: checkScreen,
});

export const style = LATER_STYLE;

export { hear } from "./listen/hear.ts";
