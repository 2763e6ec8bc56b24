/** Searching what was opened in this session: a field, and passages that lead to their case. */
import { useEffect, useId } from "preact/hooks";
import type { Found, Hit } from "../domain/searchIndex.ts";
import { numberText, texts } from "../state/language.ts";
import { routeHref } from "../state/route.ts";
import { found, loadSearch, query, searchable } from "../state/search.ts";
import { Problem } from "./parts.tsx";
import { useTask } from "./useTask.ts";

export function Search() {
  const { search: t } = texts.value;
  const id = useId();
  const task = useTask();
  const load = (): void => task.run(loadSearch);
  useEffect(load, []);
  const results = found.value;
  return (
    <>
      <h1 tabIndex={-1}>{t.title}</h1>
      <Problem error={task.error} again={load} />
      <form class="search field" role="search" onSubmit={(event) => event.preventDefault()}>
        <label for={id}>{t.label}</label>
        <p class="hint" id={`${id}-hint`}>
          {t.hint(numberText(searchable.value.size))}
        </p>
        <input
          id={id}
          type="search"
          dir="auto"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={200}
          value={query.value}
          aria-describedby={`${id}-hint`}
          onInput={({ currentTarget }) => {
            query.value = currentTarget.value;
          }}
        />
      </form>
      <p class="soft" role="status">
        {results ? countText(results) : task.busy && t.loading}
      </p>
      {results && (
        <ol class="hits">
          {results.hits.map((hit) => (
            <Line key={hit.passage.id} hit={hit} />
          ))}
        </ol>
      )}
    </>
  );
}

function countText({ hits, count }: Found): string {
  const { search: t } = texts.value;
  if (count === 0) return t.none;
  return count > hits.length ? t.first(numberText(hits.length)) : t.found(numberText(count));
}

function Line({ hit: { passage, excerpt } }: { hit: Hit }) {
  const { search: t } = texts.value;
  return (
    <li>
      <p class="meta">
        <a href={routeHref({ at: "case", id: passage.caseId })} lang="fr">
          {searchable.value.get(passage.caseId)?.name}
        </a>
        <span>{t.where[passage.kind]}</span>
      </p>
      <p class="said" dir="auto">
        {excerpt.map(({ text, found: isFound }, i) => (isFound ? <mark key={i}>{text}</mark> : text))}
      </p>
    </li>
  );
}
