/** Setting the level by hand: up without a word, down with a reason, and below P1 after a second reading. */
import { useSignal } from "@preact/signals";
import { toHex, type Level } from "../../../../security/index.ts";
import { hasSecondReader, needsSecondReader } from "../../domain/standing.ts";
import { setLevel } from "../../state/handling.ts";
import { texts } from "../../state/language.ts";
import { levelOfCase, type CaseOnScreen } from "../../state/openCase.ts";
import type { OpenSession } from "../../state/session.ts";
import { Choice } from "../Choice.tsx";
import { DecisionForm } from "./Form.tsx";

const LEVELS = [0, 1, 2, 3] as const;

interface LevelProps {
  readonly shown: CaseOnScreen;
  readonly session: OpenSession;
  readonly mine: boolean;
  readonly done: () => void;
}

export function LevelForm({ shown, session, mine, done }: LevelProps) {
  const { handling, levels } = texts.value;
  const t = handling.level;
  const { level } = levelOfCase(shown);
  const chosen = useSignal<Level>(level);
  const lowers = chosen.value > level;
  const unread =
    needsSecondReader(level, chosen.value) && !hasSecondReader(shown.file.standing, toHex(session.officerId));
  // Lowering is its holder's.
  const options = LEVELS.filter((each) => mine || each <= level);
  return (
    <DecisionForm
      ready
      text={{ label: t.reason, hint: lowers ? t.reasonHint : handling.wordHint, needed: lowers }}
      unread={unread}
      submit={t.submit}
      decide={async (words) => {
        await setLevel(shown, chosen.value, words);
        done();
      }}
    >
      {() => (
        <Choice
          label={t.label}
          value={String(chosen.value)}
          options={options.map((each) => ({ value: String(each), text: `P${each} · ${levels[each]}` }))}
          onChoose={(value) => (chosen.value = Number(value) as Level)}
        />
      )}
    </DecisionForm>
  );
}
