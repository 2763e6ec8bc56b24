/** Above the queue: what colleagues handed to this officer. */
import { handed, readHanded } from "../../state/handed.ts";
import { texts } from "../../state/language.ts";
import { routeHref } from "../../state/route.ts";
import { Notice } from "../parts.tsx";
import { useReading } from "../useReading.ts";

export function HandedToYou() {
  const { hand: t } = texts.value.handling;
  useReading(readHanded);
  if (handed.value.length === 0) return null;
  return (
    <Notice tone="caution" live title={t.listed}>
      <ul class="handed">
        {handed.value.map(({ id, name, hasAlias }) => (
          <li key={id}>
            <a href={routeHref({ at: "case", id })} lang={hasAlias ? "fr" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
