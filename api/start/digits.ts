/** `npm run digits`: the six digits of the demonstration officer's second factor, as an authenticator app would show them. */
import { readDemonstrationOfficer, totpNow } from "./demonstrationOfficer.ts";
import { readSettings } from "./settings.ts";

const { dataDir } = readSettings();
const officer = readDemonstrationOfficer(dataDir);
if (officer === null) {
  process.stderr.write(`no demonstration officer in ${dataDir}: run npm start first\n`);
  process.exitCode = 1;
} else {
  const { digits, secondsLeft } = totpNow(officer, Date.now());
  process.stdout.write(`${digits}   (for ${secondsLeft} s more; each works once)\n`);
}
