/**
 * The frame in which a file is shown: without an origin, so that nothing a reporter sent is ever decoded where keys are. The
 * file is handed over when the frame asks; what comes back is one of three words, or a height. Decision 0014.
 */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ManifestEntry } from "../../../security/index.ts";
import { closeFile, fileKey, takeBytes, type FilePlace } from "../state/attachments.ts";
import { touched } from "../state/idle.ts";
import { language, texts } from "../state/language.ts";
import { parseFromViewer, type FileToView } from "../viewer/messages.ts";

/** As the server names the page: web/build/site.ts. */
const VIEWER = "/viewer.html";

export function Viewer({ place, file, name }: { place: FilePlace; file: ManifestEntry; name: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const height = useSignal<number | null>(null);
  const isPicture = useSignal(false);
  const key = fileKey(place);
  useLayoutEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
      const viewer = frame.current?.contentWindow;
      // "null" is how an opaque origin is written.
      if (!viewer || source !== viewer || origin !== "null") return;
      const said = parseFromViewer(data);
      if (said === "touched") touched();
      else if (said === "ready") give(viewer);
      else if (said === "picture") isPicture.value = true;
      else if (said !== null) height.value = said.height;
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
  return (
    <iframe
      ref={frame}
      class={isPicture.value ? "viewer picture" : "viewer"}
      style={height.value === null ? undefined : { height: `${height.value}px` }}
      title={texts.value.files.shown(name)}
      sandbox="allow-scripts allow-downloads"
      referrerpolicy="no-referrer"
      src={VIEWER}
    />
  );
}
