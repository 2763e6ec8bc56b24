/**
 * The viewer: a page in a frame without an origin of its own, where everything that a reporter sent is decoded. It is given
 * one file by the page around it, shows a picture or plays a sound if that is what the bytes are, and offers any file to be
 * saved. It can reach no network, no storage and no other page. Decision 0014.
 */
import { append, el } from "../../shared/dom.ts";
import { claimedKind, claimFits, kindOfBytes, savedName, SHOWN_PICTURES } from "./kinds.ts";
import type { FileToView, FromViewer } from "./messages.ts";
import { showPicture } from "./picture.ts";
import { playSound } from "./sound.ts";

/** A type that is a sound's by every reading: some that begin like one are markup to a browser (`audio/x+xml`). */
const SOUND_TYPE = /^audio\/[a-z0-9.-]+(;codecs=[a-z0-9.]+)?$/i;
/** Milliseconds between two words that somebody is here. */
const TOUCH_MS = 10_000;

const tell = (what: FromViewer): void => parent.postMessage(what, location.origin);

/** Gives addresses to bytes of this page; they are taken back when it goes. */
function addresser(octets: Blob): (type: string) => string {
  const given: string[] = [];
  addEventListener("pagehide", () => {
    for (const address of given.splice(0)) URL.revokeObjectURL(address);
  });
  return (type) => {
    const address = URL.createObjectURL(octets.slice(0, octets.size, type));
    given.push(address);
    return address;
  };
}

async function view({ file, number, claim, language, texts }: FileToView): Promise<void> {
  const bytes = new Uint8Array(file);
  const kind = kindOfBytes(bytes, claim);
  const addressOf = addresser(new Blob([bytes]));
  const name = savedName(number, kind, claim, bytes);

  document.documentElement.lang = language;
  document.title = texts.title;
  const stage = el("div", { id: "stage" });
  const controls = el(
    "p",
    { class: "row" },
    // Never under a type that anything opens by itself.
    el("a", { class: "button", href: addressOf("application/octet-stream"), download: name }, texts.save),
    el("span", { class: "soft" }, texts.saveAs, " ", el("bdi", {}, name)),
  );
  const mismatch = el("div", { class: "notice caution", id: "mismatch" }, el("strong", {}, texts.mismatch));
  append(mismatch, el("p", {}, `${texts.claimed} ${texts.kinds[claimedKind(claim)]}`));
  const place = document.querySelector("#viewer");
  if (!claimFits(claim, kind)) place?.append(mismatch);
  place?.append(el("p", { id: "kind" }, `${texts.byBytes} ${texts.kinds[kind]}`), stage, controls);

  const picture = SHOWN_PICTURES[kind];
  if (picture !== undefined) {
    if (await showPicture(stage, controls, addressOf(picture), texts)) {
      place?.classList.add("picture");
      return tell("picture");
    }
  } else if (kind === "audio") {
    playSound(stage, controls, addressOf(SOUND_TYPE.test(claim.type) ? claim.type : ""), texts);
  } else {
    append(stage, el("p", {}, kind === "page" || kind === "program" ? texts.dangerous : texts.elsewhere));
  }
  // Said at once: browsers draw nothing in a frame that has no height yet, and observers wait for that.
  const tellHeight = (): void => tell({ height: document.body.scrollHeight });
  tellHeight();
  new ResizeObserver(tellHeight).observe(document.body);
}

function sayThatSomebodyIsHere(): void {
  let last = 0;
  const touch = (): void => {
    if (Date.now() - last < TOUCH_MS) return;
    last = Date.now();
    tell("touched");
  };
  for (const event of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    addEventListener(event, touch, { passive: true, capture: true });
  }
}

// Opened by itself it is a page with nothing on it.
if (parent !== window) {
  const take = ({ source, origin, data }: MessageEvent<FileToView>): void => {
    // An opaque origin still knows the address it came from: the console's own.
    if (source !== parent || origin !== location.origin) return;
    removeEventListener("message", take);
    void view(data);
  };
  addEventListener("message", take);
  sayThatSomebodyIsHere();
  tell("ready");
}
