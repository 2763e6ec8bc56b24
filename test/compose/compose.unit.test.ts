import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectDir } from "../tools/cache.ts";
import { parseCompose, readComposeText, schemaFaults, sharedNetworks } from "./composeFile.ts";

const text = readComposeText();
const compose = parseCompose(text);
const services = Object.entries(compose.services);
const OURS = ["migrate", "web", "publish", "reporter-api", "officer-api", "worker"];
const ONCE = ["migrate", "web", "publish"];

/** Names of the services that are given a secret. */
const holders = (secret: string): string[] =>
  services.filter(([, service]) => service.secrets?.includes(secret)).map(([name]) => name);

describe("docker-compose.yml", () => {
  it("is what the compose specification allows, and a planted fault is not", () => {
    expect(schemaFaults(compose)).toEqual([]);
    expect(schemaFaults(parseCompose(text.replace("healthcheck:", "healthchek:")))).not.toEqual([]);
    expect(schemaFaults(parseCompose(text.replace("read_only: true", "read_only: [1]")))).not.toEqual([]);
  });

  it("has the processes of the architecture and nothing else", () => {
    expect(Object.keys(compose.services).sort()).toEqual([...OURS, "postgres", "valkey"].sort());
  });

  it("leaves the reporter host no network to the officer host, the worker, the queue or what holds the migrations' role", () => {
    expect(sharedNetworks(compose, "reporter-api", "postgres")).toEqual(["reporter-database"]);
    for (const other of ["officer-api", "publish", "worker", "valkey", "migrate"]) {
      expect([other, sharedNetworks(compose, "reporter-api", other)]).toEqual([other, []]);
    }
    const planted = parseCompose(text.replace("networks: [officer-front,", "networks: [reporter-front,"));
    expect(sharedNetworks(planted, "reporter-api", "officer-api")).toEqual(["reporter-front"]);
  });

  it("names every network, and gives none of them a way out", () => {
    const used = services.flatMap(([, service]) => service.networks ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.networks).sort());
    for (const [name, network] of Object.entries(compose.networks)) {
      const closed =
        network.internal === true ||
        network.driver_opts?.["com.docker.network.bridge.enable_ip_masquerade"] === "false";
      expect([name, closed]).toEqual([name, true]);
    }
    // The default network would join whoever names none.
    for (const [name, service] of services) {
      expect([name, (service.networks ?? []).length > 0 || service.network_mode === "none"]).toEqual([name, true]);
    }
  });

  it("publishes the two hosts on loopback and nothing else", () => {
    const ports = services.flatMap(([name, service]) => (service.ports ?? []).map((port) => `${name} ${port}`));
    expect(ports).toEqual(["reporter-api 127.0.0.1:8080:8080", "officer-api 127.0.0.1:8081:8081"]);
  });

  it("gives every secret as a file, to those who name it alone", () => {
    const secretWords = /PASSWORD|SECRET|_KEY$|_KEY_FILE|_URL/;
    for (const [name, service] of services) {
      for (const [variable, value] of Object.entries(service.environment ?? {})) {
        if (variable === "KEY_STORE_DIR" || !secretWords.test(variable)) continue;
        const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1] ?? "";
        expect([name, variable, variable.endsWith("_FILE"), service.secrets?.includes(secret)]).toEqual([
          name,
          variable,
          true,
          true,
        ]);
      }
    }
    const used = services.flatMap(([, service]) => service.secrets ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const secret of Object.values(compose.secrets)) expect(Object.keys(secret)).toEqual(["file"]);
  });

  it("gives each host only the secrets of its own work", () => {
    expect(compose.services["reporter-api"]?.secrets).not.toContain("triage_secret");
    expect(compose.services["officer-api"]?.secrets).not.toContain("mailbox_prf_key");
    expect(holders("triage_secret")).toEqual(["worker"]);
    expect(holders("intake_key")).toEqual(["reporter-api"]);
    expect(holders("totp_key")).toEqual(["officer-api"]);
    expect(holders("reporter_database_url")).toEqual(["reporter-api"]);
    expect(holders("worker_database_url")).toEqual(["worker"]);
    expect(holders("postgres_password")).toEqual(["postgres"]);
  });

  it("runs everything with a read-only file system, no capability and no way to gain one", () => {
    for (const [name, service] of services) {
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ["ALL"],
        ["no-new-privileges:true"],
      ]);
    }
  });

  it("reads what the ceremony made as the user to whom the README gives it", () => {
    const image = readFileSync(join(projectDir, "Dockerfile"), "utf8");
    const readme = readFileSync(join(projectDir, "README.md"), "utf8");
    // The base image's user `node`.
    expect(image.match(/^USER .*$/gm)).toEqual(["USER node"]);
    const owner = /sudo chown -R (\d+:\d+) unit\/server/.exec(readme)?.[1];
    expect(owner).toBe("1000:1000");
    const readers = services.filter(
      ([, { volumes = [], secrets = [] }]) =>
        volumes.some((volume) => volume.startsWith("./unit/")) || secrets.includes("triage_secret"),
    );
    expect(readers.map(([name]) => name).sort()).toEqual(["officer-api", "publish", "reporter-api", "web", "worker"]);
    for (const [name, { user = owner }] of readers) expect([name, user]).toEqual([name, owner]);
  });

  it("waits for the database's migrations, and asks every listener for its health", () => {
    for (const name of ["reporter-api", "officer-api", "worker"]) {
      expect(compose.services[name]?.depends_on?.["migrate"]?.condition).toBe("service_completed_successfully");
    }
    for (const name of ["postgres", "valkey", "reporter-api", "officer-api"]) {
      expect([name, compose.services[name]?.healthcheck?.test.length ?? 0]).not.toEqual([name, 0]);
    }
  });

  it("keeps the queue over a restart and refuses new jobs rather than dropping old ones", () => {
    expect(compose.services["valkey"]?.command?.join(" ")).toMatch(/--appendonly yes --maxmemory-policy noeviction/);
  });

  it("runs production's programs, each from a source that is there", () => {
    for (const name of OURS) {
      const service = compose.services[name];
      const program = service?.command?.[1] ?? "";
      expect(service?.command?.[0]).toBe("node");
      const source = program.replace(/^dist\//, "").replace(/\.js$/, ".ts");
      expect([program, existsSync(join(projectDir, source))]).toEqual([program, true]);
      if (!ONCE.includes(name)) expect(service?.environment?.["NODE_ENV"]).toBe("production");
    }
  });
});
