/** Grants on the officer host in memory: who has which, those to the recovery key, those that come in, with a version or without. */
import { fromBase64Url } from "../../../../security/index.ts";
import type { PublishDirectoryRequest } from "../../../../api/routes/directory/schema.ts";
import type { NewGrant } from "../../../../api/routes/grants/schema.ts";
import type { Answer, HostState, Json } from "./fakeRoutes.ts";

export interface KeptGrants {
  /** Grants that came in; one to the same officer of the same epoch takes the place of the one before. */
  given?: NewGrant[];
  /** Whom the grants to the recovery key are made to. */
  recoveryId?: string;
}

type Call = { readonly body: Json };

function listedGrants({ accounts, given = [] }: HostState): Answer {
  const theirs = accounts.flatMap(({ officer, grants }) =>
    grants.map(({ desk, epoch, signerId }) => ({ desk, epoch, officerId: officer.id, signerId })),
  );
  const more = given.map(({ desk, epoch, officerId, signerId }) => ({ desk, epoch, officerId, signerId }));
  return { grants: [...theirs, ...more] };
}

function recoveryGrants({ given = [], recoveryId }: HostState): Answer {
  const grants = given
    .filter(({ officerId }) => officerId === recoveryId)
    .map(({ desk, epoch, inner, signerId, signature }) => ({ desk, epoch, inner, signerId, signature }));
  return { grants };
}

function keepGrants(state: HostState, grants: readonly NewGrant[]): Answer {
  const placeOf = ({ desk, epoch, officerId }: NewGrant): string => `${desk}/${epoch}/${officerId}`;
  const places = new Set(grants.map(placeOf));
  state.given = [...(state.given ?? []).filter((each) => !places.has(placeOf(each))), ...grants];
  return { done: true };
}

export const grantRoutes = {
  "GET /v1/grants/listed": listedGrants,
  "GET /v1/grants/recovery": recoveryGrants,
  "POST /v1/grants": (state: HostState, { body }: Call) => keepGrants(state, body["grants"] as NewGrant[]),
  "POST /v1/directory": (state: HostState, { body }: Call) => {
    const { statement, roster, grants } = body as unknown as PublishDirectoryRequest;
    keepGrants(state, grants);
    const link = { statement: fromBase64Url(statement), roster: fromBase64Url(roster) };
    state.directory = [...state.directory, link];
    return { version: state.directory.length };
  },
};
