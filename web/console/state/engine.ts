/** The crypto engine, loaded once: libsodium's sumo build, in WebAssembly. */
import { loadSumo, type SumoPrimitives } from "../../../security/primitives/loadSumo.ts";

let loading: Promise<SumoPrimitives> | undefined;

export function engine(): Promise<SumoPrimitives> {
  loading ??= loadSumo();
  return loading;
}
