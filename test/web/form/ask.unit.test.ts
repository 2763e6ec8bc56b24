/** What a host may do to the page by how it answers: nothing that costs memory. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { MAILBOX_BYTES, STATEMENT_MAX_BYTES } from "../../../security/index.ts";
import { ask, type Question } from "../../../web/form/network/ask.ts";

const MAILBOX: Question = { path: "/v1/mailbox", body: new Uint8Array(48), answer: "application/octet-stream" };
const PIECE = 16_384;

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

/** A host that answers with `pieces` pieces. @returns how many were taken, and whether the rest was refused */
function answering(pieces: number, status = 200): { taken: () => number; ended: () => boolean } {
  let taken = 0;
  let ended = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        if (taken === pieces) return controller.close();
        taken++;
        controller.enqueue(new Uint8Array(PIECE).fill(taken));
      },
      cancel: () => {
        ended = true;
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "content-type": "application/octet-stream" };
  globalThis.fetch = () => Promise.resolve(new Response(body, { status, headers }));
  return { taken: () => taken, ended: () => ended };
}

const asked = (question: Question) => ask(question, new AbortController().signal);

describe("an answer", () => {
  it("is taken whole, as long as the longest there is", async () => {
    for (const length of [MAILBOX_BYTES, STATEMENT_MAX_BYTES]) {
      answering(length / PIECE);
      const reply = await asked(MAILBOX);
      if (reply.kind !== "bytes") throw new Error(reply.kind);
      expect(reply.bytes.length).toBe(length);
      expect([reply.bytes[0], reply.bytes.at(-1)]).toEqual([1, length / PIECE]);
    }
  });

  it.each([200, 400, 503])("without an end is not read on, whatever its status: %i", async (status) => {
    const host = answering(Number.POSITIVE_INFINITY, status);
    const reply = await asked({ ...MAILBOX, final: ["uploads_full"] });
    expect(reply.kind).toBe(status === 400 ? "refused" : "later");
    expect(host.taken()).toBeLessThanOrEqual(STATEMENT_MAX_BYTES / PIECE + 1);
    expect(host.ended()).toBe(true);
  });
});
