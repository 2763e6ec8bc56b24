/** An item that lies in the case but is not believed: that it came, when, and why nothing of it is shown. */
import type { Catalog } from "../../locales/console/index.ts";
import type { JudgedItem, Refusal } from "../domain/judgedItem.ts";
import { dayText, texts } from "../state/language.ts";

type Items = Catalog["case"]["items"];
const REFUSALS: Readonly<Record<Exclude<Refusal, "not_over">, (items: Items) => readonly [string, string]>> = {
  destroyed: (items) => [items.destroyed, items.destroyedText],
  other_desk: (items) => [items.otherDesk, items.otherDeskText],
  damaged: (items) => [items.damaged, items.damagedText],
  malformed: (items) => [items.malformed, items.malformedText],
  unsigned: (items) => [items.unsigned, items.unsignedText],
  repeated: (items) => [items.repeated, items.repeatedText],
  known_mailbox: (items) => [items.knownMailbox, items.knownMailboxText],
};

export function RefusedLine({ item }: { item: Extract<JudgedItem, { state: "refused" }> }) {
  const { case: t, words } = texts.value;
  const { notOver, notOverText } = texts.value.doubt;
  const [title, text] = item.reason === "not_over" ? [notOver, notOverText] : REFUSALS[item.reason](t.items);
  return (
    <li class={item.reason === "destroyed" ? undefined : "refused"}>
      <p class="meta">
        <strong>{title}</strong>
        {item.type && item.type !== "first" && <span>{words.type[item.type]}</span>}
        <span>{t.received(dayText(item.releasedDay))}</span>
      </p>
      <p>{text}</p>
    </li>
  );
}
