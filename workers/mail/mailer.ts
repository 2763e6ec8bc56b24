/** Mail to officers by SMTP. One message at a time, to all of them, none named in it. Nothing here logs an address. */
import { createTransport } from "nodemailer";
import type { Letter } from "./letters.ts";

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** `starttls`: refused by a server that does not offer it. `none`: for a server on this machine, and for tests. */
  readonly tls: "starttls" | "implicit" | "none";
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** PEM of the authorities that may vouch for the server, in the place of the usual ones. */
  readonly ca?: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
}

export interface Mailer {
  /** Signs in and goes again. @throws Error with nodemailer's code */
  reach(): Promise<void>;
  /** @returns how many recipients the server refused, not all @throws Error with nodemailer's code */
  send(letter: Letter): Promise<{ readonly refused: number }>;
}

/** A mail server that does not answer keeps a tick waiting, and nothing else. Milliseconds. */
const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 8_000, dnsTimeout: 5_000 } as const;
const OLDEST_TLS = "TLSv1.2";
/** One line for all officers: none learns the others' addresses. */
const NOBODY_NAMED = "undisclosed-recipients:;";

export function openMailer(settings: MailSettings): Mailer {
  const { host, port, tls, user, password, from, to } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    tls: { minVersion: OLDEST_TLS, ...(settings.ca === undefined ? {} : { ca: settings.ca }) },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    // Otherwise the machine's own name is said to the mail server.
    name: domainOf(from),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  return {
    reach: async () => {
      await transport.verify();
    },
    send: async ({ subject, text }) => {
      const { rejected } = await transport.sendMail({
        from,
        to: NOBODY_NAMED,
        envelope: { from, to: [...to] },
        subject,
        text,
        textEncoding: "base64",
      });
      return { refused: rejected.length };
    },
  };
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);
