/** At the top of every screen: that intake has stopped, or what ends within a week and has nothing behind it. */
import { dayOf, isoDay } from "../../../security/index.ts";
import { farDayText, texts } from "../state/language.ts";
import { outlook } from "../state/outlook.ts";
import { routeHref } from "../state/route.ts";
import type { OpenSession } from "../state/session.ts";
import { Notice } from "./parts.tsx";

const Renew = () => (
  <p>
    <a href={routeHref({ at: "directory" })}>{texts.value.expiry.toDirectory}</a>
  </p>
);

export function DirectoryNotice({ session }: { session: OpenSession }) {
  const t = texts.value.expiry;
  const { expiryDay } = session.chain.newest.statement;
  const isLead = session.officer.role === "lead";
  if (expiryDay < dayOf(Date.now())) {
    return (
      <Notice tone="alarm" live title={t.stopped(farDayText(isoDay(expiryDay)))}>
        <p>{t.stoppedText}</p>
        {isLead ? <Renew /> : <p>{t.stoppedOfficer}</p>}
      </Notice>
    );
  }
  const ending = outlook.value?.ending ?? [];
  if (ending.length === 0) return null;
  return (
    <Notice tone="caution" title={t.soon}>
      <ul>
        {ending.map(({ what, lastDay }) => (
          <li key={what}>{t[what](farDayText(isoDay(lastDay)))}</li>
        ))}
      </ul>
      {isLead ? <Renew /> : <p>{t.soonOfficer}</p>}
    </Notice>
  );
}

/** In the header: the version in force and how long intake goes on by itself. */
export function DirectoryState({ session }: { session: OpenSession }) {
  const t = texts.value;
  const { version, expiryDay } = session.chain.newest.statement;
  const days = (outlook.value?.until ?? expiryDay) - dayOf(Date.now());
  const over = expiryDay < dayOf(Date.now());
  return (
    <span class="soft small">
      {over ? t.expiry.over(String(version)) : t.app.directory(String(version), String(days))}
    </span>
  );
}
