/** What a demonstration prints once it runs: where to go, and how its officer signs in. */
import { type DemonstrationOfficer, totpNow } from "./demonstrationOfficer.ts";
import type { StartSettings } from "./settings.ts";

/** The two hosts have different names on purpose: cookies do not tell ports apart, and the reporter's host has none. */
function addresses(settings: Pick<StartSettings, "host" | "port" | "officerPort">): {
  form: string;
  console: string;
} {
  const isLoopback = settings.host === "127.0.0.1";
  return {
    form: `http://${settings.host}:${settings.port}/`,
    console: `http://${isLoopback ? "localhost" : settings.host}:${settings.officerPort}/`,
  };
}

export function banner(settings: StartSettings, officer: DemonstrationOfficer, nowMs: number): string {
  const { form, console } = addresses(settings);
  const { digits, secondsLeft } = totpNow(officer, nowMs);
  return `
  Abri is running. This is a DEMONSTRATION: its keys lie in ${settings.dataDir}
  in the clear. Never send it a real report.

    Reporter's form      ${form}
    Officers' console    ${console}

    Officer's name       ${officer.name}
    Passphrase           ${officer.passphrase}
    Six digits now       ${digits}   (for ${secondsLeft} s more; afterwards: npm run digits)
    Authenticator key    ${officer.totpSecret}
    At sign-in choose "Authenticator app": this officer has no passkey yet.

  A report reaches the officers' queue within ${settings.tickLongS + settings.tickShortS} seconds, an urgent one within ${settings.tickShortS}.
  Ctrl-C stops everything; the next npm start goes on with all data.
`;
}
