import { DataError } from "../errors.ts";

/** @param unit its public file @throws DataError `demonstration_unit_in_production` */
export function refuseDemonstration(production: boolean, unit: { readonly demonstration: boolean }): void {
  if (!production || !unit.demonstration) return;
  throw new DataError(
    "demonstration_unit_in_production",
    "the keys of a demonstration unit are known to everyone; make others with `npm run unit -- init`",
  );
}
