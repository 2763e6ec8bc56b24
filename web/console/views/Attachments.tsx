/** The files of a report or a message: what they say they are, how they came, and each one opened when somebody asks. */
import { useEffect } from "preact/hooks";
import type { ManifestEntry } from "../../../security/index.ts";
import { isOriginalOf, shownName, type ItemFiles } from "../domain/files.ts";
import { closeFile, fileKey, openFile, openFiles, type FilePlace, type FileProgress } from "../state/attachments.ts";
import { numberText, sizeText, texts } from "../state/language.ts";
import { readCase } from "../state/openCase.ts";
import { claimedKind } from "../viewer/kinds.ts";
import { FileState } from "./FileState.tsx";
import { Notice } from "./parts.tsx";

export function Attachments({ itemId, caseId, files }: { itemId: string; caseId: string; files: ItemFiles }) {
  const t = texts.value.files;
  const all = files.stream.files;
  return (
    <section class="files" aria-label={t.title(numberText(all.length))}>
      <h3>{t.title(numberText(all.length))}</h3>
      {files.upload === "here" ? (
        <p class="soft small">{t.care}</p>
      ) : (
        <Notice tone={files.upload === "waiting" ? "plain" : "caution"} live title={t.upload[files.upload]}>
          <button type="button" onClick={() => void readCase(caseId)}>
            {t.checkAgain}
          </button>
        </Notice>
      )}
      <ol>
        {all.map((file, index) => (
          <File key={index} file={file} place={{ itemId, files, index }} />
        ))}
      </ol>
    </section>
  );
}

function File({ file, place }: { file: ManifestEntry; place: FilePlace }) {
  const t = texts.value.files;
  const { kinds } = texts.value.viewer;
  const key = fileKey(place);
  useEffect(() => () => closeFile(key), [key]);
  const progress = openFiles.value.get(key);
  const name = shownName(file.name) || t.unnamed(String(place.index + 1));
  const kind = claimedKind(file);
  return (
    <li>
      <div class="file">
        <div>
          <p>
            <bdi class="name">{name}</bdi>
          </p>
          <p class="meta">
            <span>{kind === "unknown" ? t.unclaimed : t.claims(kinds[kind])}</span>
            <span>{sizeText(file.size)}</span>
            <span>{isOriginalOf(place.files.stream.files, place.index) ? t.originalOf : t.state[file.state]}</span>
          </p>
        </div>
        <Opener place={place} progress={progress} name={name} />
      </div>
      {progress && <FileState place={place} file={file} progress={progress} name={name} />}
    </li>
  );
}

/** One button in one place, so that the focus stays on it: asks for the file, ends the fetching, takes it off the screen. */
function Opener({ place, progress, name }: { place: FilePlace; progress: FileProgress | undefined; name: string }) {
  const t = texts.value.files;
  if (progress === undefined && place.files.upload !== "here") return null;
  const isFetching = progress?.at === "fetching" || progress?.at === "stopped";
  return (
    <button type="button" onClick={() => (progress === undefined ? void openFile(place) : closeFile(fileKey(place)))}>
      {progress === undefined ? t.open : isFetching ? t.cancel : t.close}
      <span class="hidden-text"> {name}</span>
    </button>
  );
}
