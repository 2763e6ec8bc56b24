/** Which screen is on, its title, and where the focus goes when it changes. */
import { useEffect, useRef } from "preact/hooks";
import { language, texts } from "../state/language.ts";
import { route } from "../state/route.ts";
import { phase, type OpenSession } from "../state/session.ts";
import { Account } from "./Account.tsx";
import { Auditor } from "./Auditor.tsx";
import { CaseView } from "./CaseView.tsx";
import { Enrol } from "./Enrol.tsx";
import { Frame } from "./Frame.tsx";
import { Directory } from "./people/Directory.tsx";
import { Leads } from "./people/Leads.tsx";
import { People } from "./people/People.tsx";
import { unitName } from "./parts.tsx";
import { Pending } from "./Pending.tsx";
import { Quarantine } from "./Quarantine.tsx";
import { Queue } from "./Queue.tsx";
import { Rules } from "./rules/Rules.tsx";
import { focusSelected } from "./queueKeys.ts";
import { Refused } from "./Refused.tsx";
import { Search } from "./Search.tsx";
import { SignIn, Unlock } from "./SignIn.tsx";

export function App() {
  const now = phase.value;
  const place = now.at === "open" ? JSON.stringify(route.value) : now.at;
  useEffect(() => {
    document.documentElement.lang = language.value;
    document.title = `${unitName()} – ${texts.value.app.console}`;
  }, [language.value]);
  // A new screen is announced by its heading; from a case one comes back to its row.
  const from = useRef(route.value);
  useEffect(() => {
    const wasCase = from.current.at === "case";
    from.current = route.value;
    scrollTo(0, 0);
    if (now.at === "open" && route.value.at === "queue" && wasCase && focusSelected()) return;
    if (now.at !== "starting") document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [place]);

  switch (now.at) {
    case "starting":
      return <main class="plain" aria-busy="true" />;
    case "signed_out":
      return now.unlocking === null ? <SignIn why={now.why} /> : <Unlock officer={now.unlocking} />;
    case "enrolling":
      return <Enrol />;
    case "refused":
      return <Refused code={now.code} />;
    case "pending":
      return <Pending session={now.session} />;
    case "auditing":
      return <Auditor session={now.session} />;
    default:
      return (
        <Frame session={now.session}>
          <Working session={now.session} />
        </Frame>
      );
  }
}

function Working({ session }: { session: OpenSession }) {
  const at = route.value;
  if (at.at === "case") return <CaseView key={at.id} id={at.id} session={session} />;
  if (at.at === "rules") return <Rules session={session} />;
  if (at.at === "account") return <Account session={session} />;
  if (session.officer.role === "lead") {
    if (at.at === "people") return <People session={session} />;
    if (at.at === "leads") return <Leads session={session} />;
    if (at.at === "directory") return <Directory session={session} />;
  }
  if (at.at === "search") return <Search />;
  return at.at === "quarantine" ? <Quarantine session={session} /> : <Queue session={session} />;
}
