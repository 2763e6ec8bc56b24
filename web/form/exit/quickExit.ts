/**
 * Quick exit: the link at the top of every screen, and Shift three times. Without this script it is a plain link, which the
 * host answers by sending the browser on. With it, the page leaves by itself: it is emptied in one go, and its place in
 * the tab's history is taken by the neutral address, so that "back" does not lead here.
 */
import { el, fill, type Child } from "../../shared/dom.ts";
import { UNIT } from "../../shared/unit.ts";
import type { Say } from "../words.ts";
import { BETWEEN_PRESSES_MS, PRESSES, ShiftPresses } from "./shiftPresses.ts";

export interface QuickExit {
  readonly link: HTMLElement;
  /** Where presses of Shift are announced; a live region. */
  readonly status: HTMLElement;
  readonly say: Say;
  /** Ends what runs (requests, recording, speech) and forgets what was typed. */
  readonly wipe: () => void;
}

const RIGHT_BUTTON = 2;

export function armQuickExit({ link, status, say, wipe }: QuickExit): void {
  const lights = Array.from({ length: PRESSES }, () => el("i"));
  const row = el("span", { class: "lights", "aria-hidden": "true", hidden: true }, ...lights);
  link.append(row);
  const presses = new ShiftPresses();
  let expiry = 0;
  let gone = false;

  const leave = (): void => {
    gone = true;
    // First what can be seen. The title says nothing at any time.
    document.body.replaceChildren(el("p", { class: "hidden", role: "alert" }, say("wait")));
    document.documentElement.dataset["gone"] = "";
    wipe();
    location.replace(UNIT.exitUrl);
  };
  const show = (announcement: Child): void => {
    row.hidden = presses.count === 0;
    lights.forEach((light, i) => light.classList.toggle("on", i < presses.count));
    fill(status, announcement);
  };
  const startOver = (): void => {
    clearTimeout(expiry);
    presses.reset();
    if (!row.hidden) show(say("exit.expired"));
  };
  const heard = (): void => {
    if (presses.count >= PRESSES) return leave();
    clearTimeout(expiry);
    expiry = window.setTimeout(startOver, BETWEEN_PRESSES_MS);
    show(say(presses.count === 1 ? "exit.two" : "exit.one"));
  };

  // A middle button would open the neutral address beside this page, and leave this page as it is.
  for (const type of ["click", "auxclick"] as const) {
    link.addEventListener(type, (event) => {
      if (event.button === RIGHT_BUTTON) return;
      event.preventDefault();
      leave();
    });
  }
  // Capturing: no field of the page comes before.
  const onDown = (key: string, shiftHeld: boolean): void => {
    presses.down(key, shiftHeld);
    if (presses.count === 0) startOver();
  };
  addEventListener("keydown", (event) => onDown(event.key, event.shiftKey), true);
  addEventListener("pointerdown", (event) => onDown("", event.shiftKey), true);
  addEventListener(
    "keyup",
    (event) => {
      const before = presses.count;
      presses.up(event.key, event.shiftKey, performance.now());
      if (presses.count !== before) heard();
    },
    true,
  );
  // Should a browser keep this page in memory all the same, whoever comes back to it is sent on.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && gone) location.replace(UNIT.exitUrl);
  });
}
