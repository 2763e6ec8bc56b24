/** Small files that the start keeps, written whole and readable by their owner alone. */
import { readOrNull, writeWhole } from "../../security/node.ts";

/** Reads a file, making it with `make` the first time. */
export async function readOrMake(file: string, make: () => string): Promise<string> {
  const found = await readOrNull(file);
  if (found !== null) return new TextDecoder().decode(found);
  const made = make();
  await writeWhole(file, made, true);
  return made;
}
