/** The officers' app: the console and its API. It never sees what a report says. */
import { Router } from "@koa/router";
import type Koa from "koa";
import { appOf } from "./appOf.ts";
import { directoryOutlook } from "./commands/prepareDirectory.ts";
import { EventHub } from "./eventHub.ts";
import { Gate } from "./gate.ts";
import { Passkeys } from "./officers/passkeys.ts";
import { HASHES_AT_ONCE, Passwords } from "./officers/passwords.ts";
import { Rights } from "./officers/rights.ts";
import { Sessions } from "./officers/sessions.ts";
import { SignInGuard } from "./officers/signInGuard.ts";
import { relyingPartyOf } from "./officers/webauthn.ts";
import { moveRoutes } from "./routes/moves/routes.ts";
import { openapiRoutes } from "./routes/openapi/routes.ts";
import { admissionRoutes } from "./routes/admissions/routes.ts";
import { attachmentRoutes } from "./routes/attachments/routes.ts";
import { caseRoutes } from "./routes/cases/routes.ts";
import { directoryRoutes } from "./routes/directory/routes.ts";
import { enrolmentRoutes } from "./routes/enrolments/routes.ts";
import { eventRoutes } from "./routes/events/routes.ts";
import { grantRoutes } from "./routes/grants/routes.ts";
import { handlingRoutes } from "./routes/handling/routes.ts";
import { invitationRoutes } from "./routes/invitations/routes.ts";
import { leadRoutes } from "./routes/leads/routes.ts";
import { passkeyRoutes } from "./routes/passkeys/routes.ts";
import { preparedRoutes } from "./routes/prepared/routes.ts";
import { quarantineRoutes } from "./routes/quarantine/routes.ts";
import { queueRoutes } from "./routes/queue/routes.ts";
import { replyRoutes } from "./routes/replies/routes.ts";
import { recusalRoutes } from "./routes/recusals/routes.ts";
import { rewrapRoutes } from "./routes/rewraps/routes.ts";
import { sessionRoutes } from "./routes/session/routes.ts";
import { signInRoutes } from "./routes/signIn/routes.ts";
import { triageRulesRoutes } from "./routes/triageRules/routes.ts";
import { vaultRoutes } from "./routes/vault/routes.ts";
import { viewsRoutes } from "./routes/views/routes.ts";
import type { OfficerDeps, OfficerOptions } from "./officerDeps.ts";
import type { Binding } from "./route.ts";
import { Presence } from "./presence.ts";
import { openRules } from "./rules.ts";

export interface OfficerApp {
  readonly app: Koa;
  /** Ends what outlives a request: streams of events. To be called before the server is waited for. */
  readonly close: () => void;
}

const SIGN_IN_QUANTUM_MS = 250;
const HASHES_WAITING = 8;
const BUSY_RETRY_AFTER_S = 2;

function depsOf(options: OfficerOptions): OfficerDeps {
  const { db, primitives, unit, now, behindTls, fakeSaltKey } = options;
  const rights = new Rights(db, primitives, unit);
  const hashes = new Gate({ atOnce: HASHES_AT_ONCE, waiting: HASHES_WAITING, retryAfter: BUSY_RETRY_AFTER_S });
  return {
    ...options,
    signInQuantumMs: options.signInQuantumMs ?? SIGN_IN_QUANTUM_MS,
    passwords: new Passwords(hashes),
    passkeys: new Passkeys({
      db,
      primitives,
      relyingParty: relyingPartyOf(options.origin),
      challengeKey: fakeSaltKey,
      now,
    }),
    rights,
    rules: openRules(options),
    sessions: new Sessions({ db, primitives, rights, now, behindTls }),
    guard: new SignInGuard({ db, primitives, fakeSaltKey }),
    presence: new Presence({ changed: () => options.changes.publish(), now }),
    events: new EventHub({ subscribe: (listener) => options.changes.subscribe(listener) }),
  };
}

export function createOfficerApp(options: OfficerOptions): OfficerApp {
  const deps = depsOf(options);
  const router = new Router({ strict: true, sensitive: true });
  const binding: Binding = { router, admit: (...call) => deps.sessions.admit(...call) };
  enrolmentRoutes(binding, deps);
  signInRoutes(binding, deps);
  sessionRoutes(binding, deps);
  vaultRoutes(binding, deps);
  passkeyRoutes(binding, deps);
  viewsRoutes(binding, deps);
  directoryRoutes(binding, deps);
  preparedRoutes(binding, deps);
  grantRoutes(binding, deps);
  leadRoutes(binding, deps);
  admissionRoutes(binding, deps);
  invitationRoutes(binding, deps);
  triageRulesRoutes(binding, deps);
  queueRoutes(binding, deps);
  caseRoutes(binding, deps);
  handlingRoutes(binding, deps);
  moveRoutes(binding, deps);
  rewrapRoutes(binding, deps);
  recusalRoutes(binding, deps);
  attachmentRoutes(binding, deps);
  replyRoutes(binding, deps);
  quarantineRoutes(binding, deps);
  eventRoutes(binding, deps);
  openapiRoutes(router);
  const outlook = (today: number) => directoryOutlook(deps, today);
  const app = appOf({ ...deps, outlook }, router, ["GET", "HEAD", "POST", "PUT", "DELETE"]);
  const close = (): void => {
    deps.presence.close();
    deps.events.close();
  };
  return { app, close };
}
