import { dayOf, toBase64Url } from "../../../security/index.ts";
import { listPrepared, lockDirectory, replacePrepared } from "../../../prisma/repositories/prepared.ts";
import { directoryOutlook, prepareDirectory } from "../../commands/prepareDirectory.ts";
import { ApiError } from "../../errors.ts";
import { DONE } from "../../fields.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { presentDay } from "../../presenters/days.ts";
import { bind, type Binding } from "../../route.ts";
import { readGrants } from "../grants/read.ts";
import { dropPrepared, putPrepared, readPrepared } from "./schema.ts";

export function preparedRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readPrepared, async () => {
    const outlook = await directoryOutlook(deps, dayOf(deps.now()));
    if (outlook === null) throw new ApiError("directory_unavailable");
    return {
      versions: (await listPrepared(deps.db)).map(({ version, issueDay, expiryDay, statement }) => ({
        version,
        issueDay: presentDay(issueDay),
        expiryDay: presentDay(expiryDay),
        statement: toBase64Url(statement),
      })),
      until: presentDay(outlook.until),
      soon: outlook.ending.length > 0,
    };
  });
  bind(binding, putPrepared, async ({ body: { versions } }) => {
    await prepareDirectory(
      deps,
      versions.map(({ grants, ...link }) => ({ ...link, grants: readGrants(grants) })),
    );
    await deps.changes.publish();
    return DONE;
  });
  bind(binding, dropPrepared, async () => {
    await deps.db.$transaction(async (tx) => {
      await lockDirectory(tx);
      await replacePrepared(tx, []);
    });
    await deps.changes.publish();
    return DONE;
  });
}
