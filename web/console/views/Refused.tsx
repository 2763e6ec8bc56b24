/** The directory did not verify: nothing was opened, and nothing may be done here until a lead has answered. */
import { refusalText } from "../domain/problem.ts";
import { texts } from "../state/language.ts";
import { signOut } from "../state/session.ts";
import { Door } from "./Door.tsx";
import { Notice } from "./parts.tsx";

export function Refused({ code }: { code: string }) {
  const t = texts.value.refused;
  return (
    <Door title={t.title} wide>
      <Notice tone="alarm" live title={refusalText(code, t.reasons)}>
        <p>{t.text}</p>
        <p>
          {t.code} <code>{code}</code>
        </p>
      </Notice>
      <p>{t.todo}</p>
      <p>
        <button type="button" onClick={() => void signOut()}>
          {texts.value.app.signOut}
        </button>
      </p>
    </Door>
  );
}
