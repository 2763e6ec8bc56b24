/** Mail over a real connection: what is on the line, and what is refused. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { codeOf } from "../../../prisma/process/log.ts";
import { openMailer } from "../../../workers/mail/mailer.ts";
import type { MailSettings } from "../../../workers/mail/mailer.ts";
import { LETTER_BYTES, digestLetter, urgentLetter } from "../../../workers/mail/letters.ts";
import { selfSigned } from "../../tools/certificate.ts";
import { readMail, startMailServer } from "../../tools/mailServer.ts";
import type { MailServer, MailServerOptions } from "../../tools/mailServer.ts";

const servers: MailServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
const serve = async (options?: MailServerOptions): Promise<MailServer> => {
  const server = await startMailServer(options);
  servers.push(server);
  return server;
};

const PEOPLE = ["amelie@unit.example", "bao@unit.example"];
const to = ({ port }: MailServer, more: Partial<MailSettings> = {}) =>
  openMailer({ host: "127.0.0.1", port, tls: "none", from: "abri@unit.example", to: PEOPLE, ...more });
const codeFrom = async (doing: Promise<unknown>): Promise<string> => doing.then(() => "done", codeOf);

describe("openMailer()", () => {
  it("sends one message to all, names none of them in it, and not the machine either", async () => {
    const server = await serve();
    expect(await to(server).send(urgentLetter())).toEqual({ refused: 0 });
    const [mail, second] = server.received;
    if (mail === undefined) throw new Error("no mail");
    expect(second).toBeUndefined();
    expect([mail.from, mail.to]).toEqual(["abri@unit.example", PEOPLE]);
    const { headers, text } = readMail(mail);
    expect(text).toBe(urgentLetter().text);
    for (const person of PEOPLE) expect(mail.raw.toString()).not.toContain(person);
    expect(
      headers
        .split("\r\n")
        .map((line) => line.slice(0, line.indexOf(":")).toLowerCase())
        .sort(),
    ).toEqual([
      "content-transfer-encoding",
      "content-type",
      "date",
      "from",
      "message-id",
      "mime-version",
      "subject",
      "to",
    ]);
  });

  it("puts the same number of bytes on the line, whatever the letter and the day", async () => {
    const server = await serve();
    const mailer = to(server);
    const expiry = { what: "epoch", lastDay: 20_800 } as const;
    for (const letter of [digestLetter([]), digestLetter([expiry]), digestLetter("unusable"), urgentLetter()]) {
      await mailer.send(letter);
    }
    expect(server.received).toHaveLength(4);
    expect(new Set(server.received.map(({ raw }) => raw.length)).size).toBe(1);
    expect(server.received[0]?.raw.length).toBeGreaterThan(LETTER_BYTES);
  });

  it("signs in over STARTTLS at a server that its authority vouches for", async () => {
    const tls = selfSigned();
    const account = { user: "abri", password: "correct horse" };
    const server = await serve({ tls, account });
    const mailer = to(server, { tls: "starttls", ca: tls.cert, ...account });
    await mailer.reach();
    await mailer.send(urgentLetter());
    expect(server.received).toMatchObject([{ encrypted: true, user: "abri" }]);
    const wrong = to(server, { tls: "starttls", ca: tls.cert, user: "abri", password: "battery staple" });
    expect(await codeFrom(wrong.reach())).toBe("EAUTH");
    expect(await codeFrom(to(server, { tls: "starttls", ...account }).reach())).toBe("ESOCKET");
    const another = to(server, { tls: "starttls", ca: selfSigned().cert, ...account });
    expect(await codeFrom(another.send(urgentLetter()))).toBe("ESOCKET");
    expect(server.received).toHaveLength(1);
  });

  it("sends nothing in the clear to a server from which STARTTLS was taken away", async () => {
    const server = await serve();
    await to(server).reach();
    expect(await codeFrom(to(server, { tls: "starttls" }).send(urgentLetter()))).toMatch(/^E/);
    expect(server.received).toEqual([]);
  });

  it("counts recipients whom the server refuses; refuses with it when there is nobody else", async () => {
    const server = await serve({ refuses: ["bao@unit.example"] });
    expect(await to(server).send(urgentLetter())).toEqual({ refused: 1 });
    expect(server.received).toMatchObject([{ to: ["amelie@unit.example"] }]);
    expect(await codeFrom(to(server, { to: ["bao@unit.example"] }).send(urgentLetter()))).toBe("EENVELOPE");
  });

  it("says a code of a server that is away", async () => {
    const server = await serve();
    const mailer = to(server);
    await mailer.reach();
    await server.stop();
    servers.length = 0;
    expect(await codeFrom(mailer.reach())).toBe("ESOCKET");
  });
});
