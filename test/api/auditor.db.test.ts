/** An auditor reads no case: every address of the officer API is either said to be theirs here, or refuses them. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Contract } from "../../api/contract.ts";
import { OFFICER_CONTRACTS } from "../../api/openapi.ts";
import { listGrants } from "../../api/routes/grants/schema.ts";
import { readSession } from "../../api/routes/session/schema.ts";
import { startOfficer, type Account, type OfficerStage } from "./tools/officer.ts";

/**
 * What an auditor may ask for: their own account, and the directory. An address that is added stands here or refuses them: think
 * which, before it is put here.
 */
const THEIRS = [
  "get /v1/directory",
  "get /v1/directory/chain",
  "get /v1/grants",
  "get /v1/leads/certificates",
  "get /v1/passkeys",
  "get /v1/session",
  "get /v1/triage-rules",
  "post /v1/admissions",
  "post /v1/passkeys",
  "post /v1/passkeys/challenge",
  "post /v1/passkeys/confirm",
  "post /v1/passkeys/{id}/remove",
  "post /v1/sign-out",
  "put /v1/vault",
];
/** Of reports, cases and whoever works on them, by their addresses: never an auditor's, whatever stands above. */
const OF_CASES = /^\/v1\/(queue|cases|items|replies|quarantine|events|grants\/|rewraps)/;

const nameOf = ({ method, path }: Contract): string => `${method} ${path}`;
const contracts = OFFICER_CONTRACTS.map(({ contract }) => contract);

let stage: OfficerStage;
let account: Account;
let auditor: string;
let lead: string;

beforeAll(async () => {
  stage = await startOfficer();
  account = await stage.enrol("Aude Rey");
  await stage.admit(account, [], "auditor");
  lead = await stage.signIn(stage.lead);
  auditor = await stage.signIn(account);
});
afterAll(() => stage.stop());

/** The status of a request without a body; nothing of the answer is waited for. */
async function statusFor(of: Contract, cookie: string): Promise<number> {
  const path = of.path.replaceAll(/\{\w+\}/g, randomUUID());
  const response = await fetch(stage.url + path, {
    method: of.method.toUpperCase(),
    headers: { Cookie: cookie, ...(of.method === "get" ? {} : { Origin: stage.url }) },
  });
  await response.body?.cancel();
  return response.status;
}

describe("an auditor", () => {
  it("is on the roster, on no desk, and is granted nothing", async () => {
    const { json } = await stage.call(readSession, { cookie: auditor });
    expect(json).toMatchObject({ officer: { name: "Aude Rey", role: "auditor", state: "active" } });
    expect((await stage.call(listGrants, { cookie: lead })).json).not.toMatchObject({ grants: [] });
    expect((await stage.call(listGrants, { cookie: auditor })).json).toMatchObject({ grants: [], destroyed: [] });
    expect(await stage.database.client().deskGrant.count({ where: { officerId: account.uuid } })).toBe(0);
  });

  it.each(contracts.filter(({ access }) => access !== "open").map((of) => [nameOf(of), of] as const))(
    "%s is theirs as it is said here, or refuses them",
    async (name, of) => {
      const status = await statusFor(of, auditor);
      if (THEIRS.includes(name)) {
        expect([name, of.access, OF_CASES.test(of.path)]).toEqual([name, "session", false]);
        expect([name, [401, 403].includes(status)]).toEqual([name, false]);
      } else {
        expect([name, status]).toEqual([name, 403]);
        // Not for another reason: a lead on every desk gets past that door.
        expect([name, [401, 403].includes(await statusFor(of, lead))]).toEqual([name, false]);
      }
      if (name === "post /v1/sign-out") auditor = await stage.signIn(account);
    },
  );

  it("has no address in the list that is not there", () => {
    expect(THEIRS.filter((name) => !contracts.some((of) => nameOf(of) === name))).toEqual([]);
    expect(contracts.filter(({ path }) => OF_CASES.test(path)).length).toBeGreaterThan(10);
  });
});
