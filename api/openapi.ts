/** The OpenAPI 3.1 documents, made from the very contracts that requests are parsed by. */
import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import type { Contract } from "./contract.ts";
import { ERROR_CODES, type ErrorCode, statusOf } from "./errors.ts";
import * as admissions from "./routes/admissions/schema.ts";
import { readAttachmentPart } from "./routes/attachments/schema.ts";
import * as cases from "./routes/cases/schema.ts";
import * as directory from "./routes/directory/schema.ts";
import { readStatement } from "./routes/directory/reporterSchema.ts";
import * as enrolments from "./routes/enrolments/schema.ts";
import { sendEnvelope } from "./routes/envelopes/schema.ts";
import { listenToEvents } from "./routes/events/schema.ts";
import { leave } from "./routes/exit/schema.ts";
import * as grants from "./routes/grants/schema.ts";
import * as handling from "./routes/handling/schema.ts";
import * as health from "./routes/health/schema.ts";
import * as invitations from "./routes/invitations/schema.ts";
import * as leads from "./routes/leads/schema.ts";
import { sendPart } from "./routes/parts/schema.ts";
import { moveCase } from "./routes/moves/schema.ts";
import { readMailbox } from "./routes/mailbox/schema.ts";
import * as passkeys from "./routes/passkeys/schema.ts";
import * as prepared from "./routes/prepared/schema.ts";
import { listQuarantine, openAsCase } from "./routes/quarantine/schema.ts";
import { listQueue } from "./routes/queue/schema.ts";
import { sendReplies } from "./routes/replies/schema.ts";
import * as recusals from "./routes/recusals/schema.ts";
import * as rewraps from "./routes/rewraps/schema.ts";
import { readSession } from "./routes/session/schema.ts";
import { publishRules, readTriageRules } from "./routes/triageRules/schema.ts";
import * as signIn from "./routes/signIn/schema.ts";
import { putVault } from "./routes/vault/schema.ts";
import { putViews, readViews } from "./routes/views/schema.ts";

interface Documented {
  readonly contract: Contract;
  /** Media types of what goes in and what comes out. */
  readonly takes: string;
  readonly gives: string;
}

const JSON_TYPE = "application/json";
const BYTES_TYPE = "application/octet-stream";
const json = (contract: Contract): Documented => ({ contract, takes: JSON_TYPE, gives: JSON_TYPE });

export const REPORTER_CONTRACTS: readonly Documented[] = [
  { contract: readStatement, takes: JSON_TYPE, gives: BYTES_TYPE },
  { contract: sendEnvelope, takes: BYTES_TYPE, gives: JSON_TYPE },
  { contract: sendPart, takes: BYTES_TYPE, gives: JSON_TYPE },
  { contract: readMailbox, takes: BYTES_TYPE, gives: BYTES_TYPE },
  json(leave),
  json(health.readLive),
  json(health.readReady),
];

export const OFFICER_CONTRACTS: readonly Documented[] = [
  json(enrolments.startEnrolment),
  json(enrolments.finishEnrolment),
  json(signIn.startSignIn),
  json(signIn.signIn),
  json(signIn.signOut),
  json(readSession),
  json(putVault),
  json(passkeys.listPasskeys),
  json(passkeys.startConfirmation),
  json(passkeys.confirmFactor),
  json(passkeys.addPasskey),
  json(passkeys.removePasskey),
  json(readViews),
  json(putViews),
  json(readTriageRules),
  json(publishRules),
  json(directory.readDirectory),
  json(directory.readChain),
  json(directory.publishDirectory),
  json(prepared.readPrepared),
  json(prepared.putPrepared),
  json(prepared.dropPrepared),
  json(grants.listGrants),
  json(grants.listedGrants),
  json(grants.recoveryGrants),
  json(grants.addGrants),
  json(leads.listCertificates),
  json(leads.addCertificate),
  json(admissions.listAdmissions),
  json(admissions.askAdmission),
  json(admissions.dismissAdmission),
  json(invitations.listInvitations),
  json(invitations.invite),
  json(invitations.withdrawInvitation),
  json(listQueue),
  json(cases.readCase),
  json(cases.findCase),
  json(cases.claimCase),
  json(cases.heartbeatCase),
  json(cases.releaseCase),
  json(cases.tagCase),
  json(cases.addEntry),
  json(cases.attachCase),
  json(handling.setLevel),
  json(handling.closeCase),
  json(handling.reopenCase),
  json(handling.askSecondReader),
  json(handling.handOver),
  json(handling.enterCase),
  json(handling.leaveCase),
  json(moveCase),
  json(rewraps.listAging),
  json(rewraps.rewrapCase),
  json(recusals.recuse),
  json(recusals.bringBack),
  { contract: readAttachmentPart, takes: JSON_TYPE, gives: BYTES_TYPE },
  json(sendReplies),
  json(listQuarantine),
  json(openAsCase),
  { contract: listenToEvents, takes: JSON_TYPE, gives: "text/event-stream" },
  json(health.readLive),
  json(health.readOfficerReady),
];

const errorSchema = z
  .strictObject({ error: z.strictObject({ code: z.enum(ERROR_CODES as [ErrorCode]), message: z.string() }) })
  .meta({ id: "Error" });

/** Codes that a route may answer because of what kind of route it is. */
function commonErrors({ access, method, body, params, query }: Contract): ErrorCode[] {
  const codes: ErrorCode[] = ["internal", "headers_too_large"];
  if (access !== "open") codes.push("not_signed_in");
  if (access === "active" || access === "lead") codes.push("forbidden");
  if (method !== "get") codes.push("length_required", "body_too_large", "content_type", "body_timeout");
  if (body !== undefined || params !== undefined || query !== undefined) codes.push("invalid_request");
  return codes;
}

function responsesOf({ contract, gives }: Documented, originChecked: boolean) {
  const codes = new Set<ErrorCode>([...contract.errors, ...commonErrors(contract)]);
  if (originChecked && contract.method !== "get") codes.add("wrong_origin");
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  const refusals = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, of]) => [
      String(status),
      { description: of.sort().join(", "), content: { [JSON_TYPE]: { schema: errorSchema } } },
    ]);
  return {
    ...(contract.redirects
      ? { 303: { description: "Elsewhere, by the Location header" } }
      : { 200: { description: "Done", content: { [gives]: { schema: contract.answer } } } }),
    ...(Object.fromEntries(refusals) as Record<string, { description: string }>),
  };
}

function documentOf(title: string, contracts: readonly Documented[], originChecked: boolean) {
  const registry = new OpenAPIRegistry();
  const cookie = registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-abri",
    description: "Named `abri` where the site is not behind TLS.",
  });
  for (const one of contracts) {
    const { method, path, summary, access, params, query, body } = one.contract;
    registry.registerPath({
      method,
      path,
      summary,
      ...(access === "open" ? {} : { security: [{ [cookie.name]: [] }] }),
      request: {
        ...(params === undefined ? {} : { params }),
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: { required: true, content: { [one.takes]: { schema: body } } } }),
      },
      responses: responsesOf(one, originChecked),
    });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: { title, version: "1", license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" } },
  });
}

export const officerDocument = () => documentOf("Abri, officers", OFFICER_CONTRACTS, true);
export const reporterDocument = () => documentOf("Abri, reporters", REPORTER_CONTRACTS, false);
