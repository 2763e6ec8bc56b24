/**
 * The frame in which a file is shown: without an origin, so that nothing a reporter sent is ever decoded where keys are. The
 * file is handed over when the frame asks; what comes back is one of three words, or a height. Decision 0014.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ManifestEntry } from "../../../security/index.ts";
import { closeFile, fileKey, takeBytes, type FilePlace } from "../state/attachments.ts";
import { HttpError } from "../http.ts";
import { touched } from "../state/idle.ts";
import { language, texts } from "../state/language.ts";
import { parseFromViewer, type FileToView } from "../viewer/messages.ts";
import { Problem } from "./parts.tsx";

/** As the server names the page: web/build/site.ts. */
const VIEWER = "/viewer.html";
/** Milliseconds after which the frame's page is not expected any more. */
const PATIENCE_MS = 15_000;

export function Viewer({ place, file, name }: { place: FilePlace; file: ManifestEntry; name: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  /** How much room the frame needs: unknown, all that a picture may have, or CSS pixels. */
  const room = useSignal<"picture" | number | null>(null);
  const isLate = useSignal(false);
  const attempt = useSignal(0);
  const key = fileKey(place);
  useLayoutEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
      const viewer = frame.current?.contentWindow;
      // "null" is how an opaque origin is written.
      if (!viewer || source !== viewer || origin !== "null") return;
      const said = parseFromViewer(data);
      if (said === "touched") touched();
      else if (said === "ready") give(viewer);
      else if (said === "picture") room.value = said;
      else if (said !== null) room.value = said.height;
    };
    const give = (viewer: Window): void => {
      const bytes = takeBytes(key);
      // The frame was loaded once more: it has nothing, and neither has this page.
      if (bytes === null) return closeFile(key);
      const message: FileToView = {
        file: bytes.buffer as ArrayBuffer,
        number: place.index + 1,
        claim: { type: file.type, name: file.name },
        language: language.value,
        texts: texts.value.viewer,
      };
      // An opaque origin has no name to address; the frame has just shown that it is the viewer.
      viewer.postMessage(message, "*", [message.file]);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, [key]);
  useEffect(() => {
    const timer = setTimeout(() => {
      isLate.value = room.value === null;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [attempt.value]);
  const again = (): void => {
    isLate.value = false;
    attempt.value++;
  };
  if (isLate.value && room.value === null) return <Problem error={new HttpError("network")} again={again} />;
  const shows = room.value === null ? "waiting" : room.value === "picture" ? "picture" : "file";
  return (
    <>
      {room.value === null && <p class="working soft small">{texts.value.app.loading}</p>}
      <iframe
        ref={frame}
        class="viewer"
        data-shows={shows}
        style={typeof room.value === "number" ? { height: `${room.value}px` } : undefined}
        title={texts.value.files.shown(name)}
        sandbox="allow-scripts allow-downloads"
        referrerpolicy="no-referrer"
        src={VIEWER}
      />
    </>
  );
}
