/** The officer API as functions, one per address the console uses. Types come from the API's own contracts. */
import type {
  ActRequest,
  AttachCaseRequest,
  FindCaseAnswer,
  LeaseAnswer,
  NewEntry,
  ReadCaseAnswer,
  TagCaseRequest,
} from "../../api/routes/cases/schema.ts";
import type { ListAdmissionsAnswer } from "../../api/routes/admissions/schema.ts";
import type { DirectoryLink, PublishDirectoryRequest, ReadChainAnswer } from "../../api/routes/directory/schema.ts";
import type { PublishRulesAnswer, ReadTriageRulesAnswer } from "../../api/routes/triageRules/schema.ts";
import type {
  FinishEnrolmentAnswer,
  FinishEnrolmentRequest,
  StartEnrolmentAnswer,
} from "../../api/routes/enrolments/schema.ts";
import type {
  CloseCaseRequest,
  HandOverRequest,
  SecondReaderRequest,
  SetLevelRequest,
} from "../../api/routes/handling/schema.ts";
import type {
  ListedGrantsAnswer,
  ListGrantsAnswer,
  NewGrant,
  RecoveryGrantsAnswer,
} from "../../api/routes/grants/schema.ts";
import type { InviteAnswer, ListInvitationsAnswer } from "../../api/routes/invitations/schema.ts";
import type { AddCertificateRequest, ListCertificatesAnswer } from "../../api/routes/leads/schema.ts";
import type {
  ChallengeAnswer,
  ConfirmRequest,
  ListPasskeysAnswer,
  PasskeyAssertion,
  PasskeyRegistration,
} from "../../api/routes/passkeys/schema.ts";
import type { PutPreparedRequest, ReadPreparedAnswer } from "../../api/routes/prepared/schema.ts";
import type { MoveCaseRequest } from "../../api/routes/moves/schema.ts";
import type { ReturnRequest } from "../../api/routes/recusals/schema.ts";
import type { ListAgingAnswer, RewrapsJson } from "../../api/routes/rewraps/schema.ts";
import type { ListQuarantineAnswer, OpenAsCaseAnswer, OpenAsCaseRequest } from "../../api/routes/quarantine/schema.ts";
import type { ListQueueAnswer } from "../../api/routes/queue/schema.ts";
import type { SendRepliesAnswer, SendRepliesRequest } from "../../api/routes/replies/schema.ts";
import type { Officer, Session } from "../../api/routes/session/schema.ts";
import type { SignInRequest, StartSignInAnswer } from "../../api/routes/signIn/schema.ts";
import type { PutVaultAnswer, PutVaultRequest } from "../../api/routes/vault/schema.ts";
import type { PutViewsAnswer, PutViewsRequest, ReadViewsAnswer } from "../../api/routes/views/schema.ts";
import type { ServerFilter } from "./domain/queueFilter.ts";
import type { Http } from "./http.ts";

export interface QueueQuery extends ServerFilter {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly summaries?: "none" | undefined;
}

export function createApi(http: Http) {
  return {
    startEnrolment: (code: string) => http.post<StartEnrolmentAnswer>("/v1/enrolments/start", { code }),
    finishEnrolment: (body: FinishEnrolmentRequest) => http.post<FinishEnrolmentAnswer>("/v1/enrolments", body),

    startSignIn: (name: string) => http.post<StartSignInAnswer>("/v1/sign-in/start", { name }),
    signIn: (body: SignInRequest) => http.post<Session>("/v1/sign-in", body),
    signOut: () => http.post<unknown>("/v1/sign-out"),
    session: () => http.get<Session>("/v1/session"),
    passkeys: () => http.get<ListPasskeysAnswer>("/v1/passkeys"),
    startConfirmation: () => http.post<ChallengeAnswer>("/v1/passkeys/challenge"),
    confirmFactor: (body: ConfirmRequest) => http.post<ChallengeAnswer>("/v1/passkeys/confirm", body),
    addPasskey: (body: { passkey: PasskeyRegistration }) => http.post<ListPasskeysAnswer>("/v1/passkeys", body),
    removePasskey: (id: string, body: { passkey: PasskeyAssertion }) =>
      http.post<ListPasskeysAnswer>(`/v1/passkeys/${id}/remove`, body),
    views: () => http.get<ReadViewsAnswer>("/v1/views"),
    putViews: (body: PutViewsRequest) => http.put<PutViewsAnswer>("/v1/views", body),
    putVault: (body: PutVaultRequest) => http.put<PutVaultAnswer>("/v1/vault", body),

    triageRules: () => http.get<ReadTriageRulesAnswer>("/v1/triage-rules"),
    publishTriageRules: (rules: string) => http.post<PublishRulesAnswer>("/v1/triage-rules", { rules }),
    directory: () => http.get<DirectoryLink>("/v1/directory"),
    chain: (from?: number) => http.get<ReadChainAnswer>("/v1/directory/chain", { from }),
    grants: () => http.get<ListGrantsAnswer>("/v1/grants"),

    listedGrants: () => http.get<ListedGrantsAnswer>("/v1/grants/listed"),
    recoveryGrants: () => http.get<RecoveryGrantsAnswer>("/v1/grants/recovery"),
    addGrants: (grants: readonly NewGrant[]) => http.post<unknown>("/v1/grants", { grants }),
    publishDirectory: (body: PublishDirectoryRequest) => http.post<unknown>("/v1/directory", body),
    prepared: () => http.get<ReadPreparedAnswer>("/v1/directory/prepared"),
    prepare: (body: PutPreparedRequest) => http.put<unknown>("/v1/directory/prepared", body),
    dropPrepared: () => http.delete<unknown>("/v1/directory/prepared"),

    certificates: () => http.get<ListCertificatesAnswer>("/v1/leads/certificates"),
    addCertificate: (body: AddCertificateRequest) => http.post<unknown>("/v1/leads/certificates", body),
    admissions: () => http.get<ListAdmissionsAnswer>("/v1/admissions"),
    askAdmission: (request: string) => http.post<unknown>("/v1/admissions", { request }),
    dismissAdmission: (officerId: string) => http.delete<unknown>(`/v1/admissions/${officerId}`),
    invitations: () => http.get<ListInvitationsAnswer>("/v1/invitations"),
    invite: (role: Officer["role"]) => http.post<InviteAnswer>("/v1/invitations", { role }),
    withdrawInvitation: (id: string) => http.delete<unknown>(`/v1/invitations/${id}`),

    queue: (query: QueueQuery) => http.get<ListQueueAnswer>("/v1/queue", { ...query }),
    quarantine: (cursor?: string) => http.get<ListQuarantineAnswer>("/v1/quarantine", { cursor }),
    openAsCase: (id: string, body: OpenAsCaseRequest) => http.post<OpenAsCaseAnswer>(`/v1/quarantine/${id}/case`, body),

    readCase: (id: string) => http.get<ReadCaseAnswer>(`/v1/cases/${id}`),
    claim: (id: string, body: ActRequest) => http.post<LeaseAnswer>(`/v1/cases/${id}/claim`, body),
    heartbeat: (id: string) => http.post<LeaseAnswer>(`/v1/cases/${id}/heartbeat`),
    release: (id: string, body: ActRequest) => http.post<unknown>(`/v1/cases/${id}/release`, body),
    setLevel: (id: string, body: SetLevelRequest) => http.put<unknown>(`/v1/cases/${id}/level`, body),
    closeCase: (id: string, body: CloseCaseRequest) => http.post<unknown>(`/v1/cases/${id}/close`, body),
    reopenCase: (id: string, body: ActRequest) => http.post<unknown>(`/v1/cases/${id}/reopen`, body),
    askSecondReader: (id: string, body: SecondReaderRequest) =>
      http.put<unknown>(`/v1/cases/${id}/second-reader`, body),
    handOver: (id: string, body: HandOverRequest) => http.post<unknown>(`/v1/cases/${id}/hand-over`, body),
    enterCase: (id: string) => http.put<unknown>(`/v1/cases/${id}/reader`, {}),
    leaveCase: (id: string) => http.delete<unknown>(`/v1/cases/${id}/reader`),
    setTag: (id: string, body: TagCaseRequest) => http.put<unknown>(`/v1/cases/${id}/tag`, body),
    findCase: (tag: string) => http.get<FindCaseAnswer>("/v1/cases", { tag }),
    addEntry: (id: string, body: NewEntry) => http.post<unknown>(`/v1/cases/${id}/entries`, body),
    recuse: (id: string, body: ActRequest) => http.post<unknown>(`/v1/cases/${id}/recuse`, body),
    bringBack: (id: string, body: ReturnRequest) => http.post<unknown>(`/v1/cases/${id}/return`, body),
    agingCases: (desk: number, below: number, after?: string) =>
      http.get<ListAgingAnswer>("/v1/rewraps", { desk, below, after }),
    rewrap: (id: string, rewraps: RewrapsJson) => http.post<unknown>(`/v1/cases/${id}/rewraps`, { rewraps }),
    moveCase: (id: string, body: MoveCaseRequest) => http.post<unknown>(`/v1/cases/${id}/move`, body),
    attach: (id: string, body: AttachCaseRequest) => http.post<unknown>(`/v1/cases/${id}/attach`, body),
    /** 262 208 bytes, when the server is honest. */
    attachmentPart: (itemId: string, part: number, signal: AbortSignal) =>
      http.getBytes(`/v1/items/${itemId}/attachments/${part}`, signal),
    sendReplies: (body: SendRepliesRequest) => http.post<SendRepliesAnswer>("/v1/replies", body),
  };
}

export type Api = ReturnType<typeof createApi>;
