import { toBase64Url } from "../../../security/index.ts";
import { currentDirectory, listChain } from "../../../prisma/repositories/directory.ts";
import { publishDirectory as publish } from "../../commands/publishDirectory.ts";
import { ApiError } from "../../errors.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { readGrants } from "../grants/read.ts";
import type { DirectoryLink } from "./schema.ts";
import { CHAIN_PAGE, publishDirectory, readChain, readDirectory } from "./schema.ts";

const presentLink = (link: { statement: Uint8Array; roster: Uint8Array }): DirectoryLink => ({
  statement: toBase64Url(link.statement),
  roster: toBase64Url(link.roster),
});

export function directoryRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readDirectory, async () => {
    const current = await currentDirectory(deps.db);
    if (current === null) throw new ApiError("directory_unavailable");
    return presentLink(current);
  });
  bind(binding, readChain, async ({ query: { from = 1 } }) => {
    const links = await listChain(deps.db, from - 1);
    const next = links[CHAIN_PAGE]?.version ?? null;
    return { links: links.slice(0, CHAIN_PAGE).map(presentLink), next };
  });
  bind(binding, publishDirectory, async ({ body: { statement, roster, grants, removal } }) => {
    const links = [{ statement, roster }];
    const version = await publish(deps, { links, grants: readGrants(grants), removal });
    await deps.changes.publish();
    return { version };
  });
}
