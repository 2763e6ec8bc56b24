/** A slip that lied: what triage was told beside what the sealed content says. */
import type { SlipDifference, SlipField } from "../domain/slipDifferences.ts";
import { texts } from "../state/language.ts";
import { deskName } from "../state/desks.ts";
import { Notice } from "./parts.tsx";

export function Differences({ differences }: { differences: readonly SlipDifference[] }) {
  const { case: t } = texts.value;
  if (differences.length === 0) return null;
  return (
    <Notice tone="alarm" title={t.items.lied}>
      <p>{t.items.liedText}</p>
      <table class="differences">
        <caption class="hidden-text">{t.difference}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden-text">{t.about}</span>
            </th>
            <th scope="col">
              {t.slipSaid} <span class="small">({t.inSummary})</span>
            </th>
            <th scope="col">
              {t.reportSaid} <span class="small">({t.inReport})</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, triage, sealed }) => (
            <tr key={field}>
              <th scope="row">{fieldName(field)}</th>
              <td>{said(field, triage)}</td>
              <td>{said(field, sealed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Notice>
  );
}

function fieldName(field: SlipField): string {
  const { case: t, words } = texts.value;
  if (field === "desk") return t.fieldDesk;
  if (field === "type") return t.fieldType;
  if (field === "assisted") return t.fieldAssisted;
  return words.question[field];
}

function said(field: SlipField, values: readonly string[]): string {
  const { case: t } = texts.value;
  return values.length === 0 ? t.none : values.map((value) => label(field, value)).join(" · ");
}

function label(field: SlipField, value: string): string {
  const { case: t, words } = texts.value;
  if (field === "desk") return deskName(Number(value));
  if (field === "assisted") return value === "true" ? t.yes : t.no;
  const labels: Readonly<Record<string, string>> = {
    type: words.type,
    danger: words.danger,
    kinds: words.kind,
    when: words.when,
    still: words.still,
    accused: words.accused,
    signs: words.sign,
    child: words.child,
    language: words.language,
  }[field];
  return labels[value] ?? value;
}
