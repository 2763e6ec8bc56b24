/** docker-compose.mail.yml: what a unit adds for notices, and that it adds nothing else. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readWorkerConfig } from "../../workers/config.ts";
import { projectDir } from "../tools/cache.ts";
import { parseCompose, readComposeText, schemaFaults } from "./composeFile.ts";

const text = readFileSync(join(projectDir, "docker-compose.mail.yml"), "utf8");
const added = parseCompose(text);
const base = parseCompose(readComposeText());
const worker = added.services["worker"];

describe("docker-compose.mail.yml", () => {
  it("is what the compose specification allows, and a planted fault is not", () => {
    // `networks: mail:` is written without settings of its own.
    expect(schemaFaults(added)).toEqual([]);
    expect(schemaFaults(parseCompose(text.replace("secrets: [smtp_password]", "secrets: smtp_password")))).not.toEqual(
      [],
    );
  });

  it("gives the worker alone a network with a way out, and the password as a file", () => {
    expect(Object.keys(added.services)).toEqual(["worker"]);
    expect(Object.keys(worker ?? {}).sort()).toEqual(["environment", "networks", "secrets"]);
    expect([worker?.networks, Object.keys(added.networks)]).toEqual([["mail"], ["mail"]]);
    expect(Object.values(base.services).flatMap(({ networks = [] }) => networks)).not.toContain("mail");
    expect(worker?.secrets).toEqual(["smtp_password"]);
    expect(worker?.environment).not.toHaveProperty("SMTP_PASSWORD");
  });

  it("sets variables that the worker reads, and all that it needs", () => {
    const example: Record<string, string> = {
      SMTP_HOST: "mail.unit.example",
      SMTP_USER: "abri",
      MAIL_FROM: "a@b.example",
    };
    const filled = Object.entries(worker?.environment ?? {}).map(([name, value]) => {
      const standard = /^\$\{[A-Z_]+:-(.*)\}$/.exec(value)?.[1];
      return [name, standard ?? example[name] ?? (name.endsWith("_FILE") ? "" : "c@d.example")];
    });
    const needed = {
      NODE_ENV: "production",
      DATABASE_URL: "postgresql://abri_worker@postgres/abri",
      UNIT_PUBLIC: "/unit/unit.public.json",
      TRIAGE_SECRET: "ab".repeat(32),
    };
    const env = { ...needed, ...(Object.fromEntries(filled) as Record<string, string>), SMTP_PASSWORD: "x" };
    expect(readWorkerConfig(env).mail).toMatchObject({
      host: "mail.unit.example",
      port: 587,
      tls: "starttls",
      user: "abri",
      to: ["c@d.example"],
      digestAtMs: 12 * 3_600_000,
      noticeEveryMs: 300_000,
    });
  });
});
