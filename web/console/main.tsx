/** The officers' console: starts the watchers, then shows the screens. */
import { render } from "preact";
import { followInvitation } from "./state/enrolment.ts";
import { watchIdleness } from "./state/idle.ts";
import { followEvents } from "./state/live.ts";
import { giveMissingGrants } from "./state/giveGrants.ts";
import { keepLeases } from "./state/openCase.ts";
import { followOutlook } from "./state/outlook.ts";
import { followReading } from "./state/reading.ts";
import { followFragment } from "./state/route.ts";
import { followOpened } from "./state/search.ts";
import { lock, start } from "./state/session.ts";
import { whenSessionLost } from "./state/server.ts";
import { App } from "./views/App.tsx";

const root = document.querySelector("#console");
if (root === null) throw new Error("the page has no place for the console");
root.replaceChildren();
whenSessionLost(() => lock("lost"));
if (!followInvitation()) void start();
followFragment();
watchIdleness();
followEvents();
keepLeases();
followOutlook();
followOpened();
followReading();
giveMissingGrants();
render(<App />, root);
