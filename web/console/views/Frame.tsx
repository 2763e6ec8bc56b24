/** The frame of the working screens: sections, the state of the directory, language, the way out. */
import type { ComponentChildren } from "preact";
import { grantsGiven } from "../state/giveGrants.ts";
import { texts } from "../state/language.ts";
import { liveLost } from "../state/live.ts";
import { departedTo } from "../state/moveCase.ts";
import { steppedBack } from "../state/recuse.ts";
import { LEAD_PLACES, route, routeHref } from "../state/route.ts";
import { recoveryGrants } from "../state/recovery.ts";
import { said } from "../state/said.ts";
import { signOut, type OpenSession } from "../state/session.ts";
import { DirectoryNotice, DirectoryState } from "./DirectoryNotice.tsx";
import { deskName } from "../state/desks.ts";
import { Demonstration, LanguageSwitch, Notice } from "./parts.tsx";
import { recoveryNotice } from "./people/Recovery.tsx";

export function Frame({ session, children }: { session: OpenSession; children: ComponentChildren }) {
  const t = texts.value.app;
  const refused = session.keyring.refused.length;
  const link = (at: "queue" | "quarantine" | "search" | "rules", name: string) => (
    <a href={routeHref({ at })} aria-current={route.value.at === at ? "page" : undefined}>
      {name}
    </a>
  );
  return (
    <>
      <a class="skip button" href="#content" onClick={focusContent}>
        {t.skip}
      </a>
      <header class="bar">
        <span class="unit">{t.name}</span>
        <Demonstration />
        <nav aria-label={t.sections}>
          {link("queue", t.queue)}
          {link("quarantine", t.quarantine)}
          {link("search", texts.value.search.title)}
          {session.officer.role !== "lead" && link("rules", texts.value.rules.title)}
          {session.officer.role === "lead" && (
            <a
              href={routeHref({ at: "people" })}
              aria-current={LEAD_PLACES.some((place) => place === route.value.at) ? "page" : undefined}
            >
              {texts.value.people.places.people}
            </a>
          )}
        </nav>
        <div class="end">
          {refused > 0 && (
            <span
              class="mark alarm"
              title={session.keyring.refused.map((g) => `${g.deskId}/${g.epoch} ${g.code}`).join(", ")}
            >
              {t.grantsRefused(String(refused))}
            </span>
          )}
          <DirectoryState session={session} />
          <LanguageSwitch />
          <a
            class="who"
            href={routeHref({ at: "account" })}
            aria-current={route.value.at === "account" ? "page" : undefined}
          >
            <span class="hidden-text">{t.signedInAs("")}</span>
            {session.officer.name}
            <span class="hidden-text">, {texts.value.account.open}</span>
          </a>
          <button type="button" onClick={() => void signOut()}>
            {t.signOut}
          </button>
        </div>
      </header>
      <main class="work" id="content">
        <DirectoryNotice session={session} />
        <RecoveryNotices session={session} />
        {grantsGiven.value > 0 && (
          <p class="soft small" role="status">
            {texts.value.people.given(String(grantsGiven.value))}
          </p>
        )}
        <Departed />
        {liveLost.value && <Notice tone="plain" live title={t.liveLost} />}
        {children}
      </main>
      <p class="hidden-text" role="status">
        {said.value}
      </p>
    </>
  );
}

/** Whoever finds the recovery key with wrong keys is told, lead or not; leads are told when it ends. */
function RecoveryNotices({ session }: { session: OpenSession }) {
  const t = texts.value.recovery;
  const { recovery } = session.chain.newest.roster;
  if (recovery === null || route.value.at === "directory") return null;
  const wrong = recoveryGrants.value?.wrong.length ?? 0;
  const ends = session.officer.role === "lead" ? recoveryNotice(recovery) : null;
  return (
    <>
      {wrong > 0 && (
        <Notice tone="alarm" title={t.wrong(String(wrong))}>
          <p>{t.wrongText}</p>
        </Notice>
      )}
      {ends !== null && <Notice tone="caution" title={ends} />}
    </>
  );
}

/** That a case has gone to a desk which is not the officer's: said on the queue, to which they came back. */
function Departed() {
  const { elsewhere: t } = texts.value;
  if (route.value.at !== "queue") return null;
  if (steppedBack.value) return <Notice tone="good" live title={t.recusal.done} />;
  if (departedTo.value === null) return null;
  return (
    <Notice tone="good" live title={t.departed(deskName(departedTo.value))}>
      {t.departedText}
    </Notice>
  );
}

/** The fragment is the console's route, so the skip link moves the focus itself. */
function focusContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#content h1")?.focus();
}
