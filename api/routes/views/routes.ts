import { replaceViews, viewsOf } from "../../../prisma/repositories/views.ts";
import { toBase64Url } from "../../../security/index.ts";
import { ApiError } from "../../errors.ts";
import type { OfficerDeps } from "../../officerDeps.ts";
import { bind, type Binding } from "../../route.ts";
import { putViews, readViews } from "./schema.ts";

export function viewsRoutes(binding: Binding, deps: OfficerDeps): void {
  bind(binding, readViews, async ({ caller }) => {
    const views = await viewsOf(deps.db, caller.officer.id);
    return { views: views && { sealed: toBase64Url(views.sealed), counter: views.counter } };
  });

  bind(binding, putViews, async ({ body: { sealed, counter }, caller }) => {
    const kept = await replaceViews(deps.db, { officerId: caller.officer.id, sealed, counter });
    if (!kept) throw new ApiError("views_conflict");
    return { counter };
  });
}
