/** Where a file is on its way to the screen: being fetched, stopped, damaged, or shown. */
import type { ManifestEntry } from "../../../security/index.ts";
import { retryFile, type FilePlace, type FileProgress } from "../state/attachments.ts";
import { numberText, texts } from "../state/language.ts";
import { Notice } from "./parts.tsx";
import { Viewer } from "./Viewer.tsx";

interface Props {
  readonly place: FilePlace;
  readonly file: ManifestEntry;
  readonly progress: FileProgress;
  /** As it may be shown. */
  readonly name: string;
}

export function FileState({ place, file, progress, name }: Props) {
  const t = texts.value.files;
  switch (progress.at) {
    case "open":
      return <Viewer place={place} file={file} name={name} />;
    case "damaged":
      return (
        <Trouble place={place} title={t.damaged}>
          {t.damagedText}
        </Trouble>
      );
    default: {
      const { done, of } = progress;
      const count = t.parts(numberText(done), numberText(of));
      return (
        <>
          <div class="fetching">
            <progress max={of} value={done} aria-label={t.fetching(name)} />
            <span class="soft small">{count}</span>
          </div>
          {progress.at === "stopped" && (
            <Trouble place={place} title={t.stop[progress.why]}>
              {t.stoppedAt(numberText(done + 1), numberText(of))}
            </Trouble>
          )}
        </>
      );
    }
  }
}

function Trouble({ place, title, children }: { place: FilePlace; title: string; children: string }) {
  return (
    <Notice tone="alarm" live title={title}>
      <p>{children}</p>
      <p>
        <button type="button" onClick={() => retryFile(place)}>
          {texts.value.app.retry}
        </button>
      </p>
    </Notice>
  );
}
