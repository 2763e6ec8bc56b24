/** A real mail server on loopback, which keeps what it is given. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { TestCertificate } from "./certificate.ts";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the line after DATA. */
  readonly raw: Buffer;
  readonly encrypted: boolean;
  readonly user: string | undefined;
}

export interface MailServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** How many connections there have been. */
  readonly connections: () => number;
  stop(): Promise<void>;
}

export interface MailServerOptions {
  /** Any free one when left out. */
  readonly port?: number;
  /** With it the server offers STARTTLS. */
  readonly tls?: TestCertificate;
  /** With it nobody writes without signing in. */
  readonly account?: { readonly user: string; readonly password: string };
  /** Addresses it does not take mail for. */
  readonly refuses?: readonly string[];
  /** Whether it turns away the letter after its text, as a full disk would. */
  readonly refusesText?: () => boolean;
}

export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { tls, account, refuses = [], refusesText = () => false } = options;
  const received: ReceivedMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    ...tls,
    disabledCommands: [...(tls === undefined ? ["STARTTLS"] : []), ...(account === undefined ? ["AUTH"] : [])],
    authOptional: account === undefined,
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onAuth: (auth, _session, done) => {
      const right = auth.username === account?.user && auth.password === account?.password;
      done(right ? null : new Error("no"), right ? { user: auth.username } : undefined);
    },
    onRcptTo: ({ address }, _session, done) => {
      done(refuses.includes(address) ? Object.assign(new Error("not here"), { responseCode: 550 }) : null);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refusesText()) return done(Object.assign(new Error("full"), { responseCode: 452 }));
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks),
          encrypted: session.secure,
          user: session.user === undefined ? undefined : String(session.user),
        });
        done();
      });
    },
  });
  server.on("error", () => undefined); // a client that hung up
  const listening = server.listen(options.port ?? 0, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    received,
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A letter's words, as a mail program shows them. */
export function readMail({ raw }: ReceivedMail): { readonly headers: string; readonly text: string } {
  const [headers = "", body = ""] = raw.toString("latin1").split("\r\n\r\n", 2);
  return { headers, text: Buffer.from(body, "base64").toString("utf8") };
}
