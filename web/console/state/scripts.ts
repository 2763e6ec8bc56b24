/** Scripts that the console loads when they are wanted. */
import { HttpError } from "../http.ts";

/**
 * A script that does not come is told as a network that is gone. A browser that remembers the failure needs the page loaded
 * again; all that is lost then is what the script is for.
 * @throws HttpError `network`
 */
export async function byNetwork<M>(script: Promise<M>): Promise<M> {
  try {
    return await script;
  } catch (error) {
    throw new HttpError("network", { cause: error });
  }
}
