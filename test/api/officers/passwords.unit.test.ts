import { describe, expect, it } from "@jest/globals";
import { Gate } from "../../../api/gate.ts";
import { HASHES_AT_ONCE, Passwords } from "../../../api/officers/passwords.ts";

const SECRET = new Uint8Array(32).fill(7);

describe("Passwords", () => {
  it("makes argon2id hashes of the agreed cost that fit their secret only", async () => {
    const passwords = new Passwords(new Gate({ atOnce: 2, waiting: 8, retryAfter: 1 }));
    const digest = await passwords.hash(SECRET);
    expect(digest).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(digest, SECRET)).toBe(true);
    expect(await passwords.verify(digest, new Uint8Array(32))).toBe(false);
    expect(await passwords.hash(SECRET)).not.toBe(digest);
  });

  it("computes a hash where there is none to compare with, and is then never right", async () => {
    const passwords = new Passwords(new Gate({ atOnce: 2, waiting: 8, retryAfter: 1 }));
    let turns = 0;
    const first = (): Promise<void> => Promise.resolve(void turns++);
    expect(await passwords.verify(null, SECRET, { first })).toBe(false);
    expect(turns).toBe(1);
  });

  it("computes two hashes at most at the same time, and turns away what there is no room for", async () => {
    const gate = new Gate({ atOnce: HASHES_AT_ONCE, waiting: 3, retryAfter: 1 });
    const passwords = new Passwords(gate);
    const digest = await passwords.hash(SECRET);
    let most = 0;
    const first = (): Promise<void> => Promise.resolve(void (most = Math.max(most, gate.running)));
    const answers = await Promise.allSettled(
      Array.from({ length: 9 }, () => passwords.verify(digest, SECRET, { first })),
    );
    expect(most).toBe(2);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(4);
  });
});
