import { ApiError } from "./errors.ts";

const RETRY_AFTER_S = 10;

/**
 * Runs work against the database for a client that keeps its bytes and sends them again: whatever fails that is not a
 * refusal of ours is `unavailable`, for the client loses nothing by trying again, and everything by believing in an answer
 * that says "broken".
 */
export async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError("unavailable", { retryAfter: RETRY_AFTER_S, cause: error });
  }
}
