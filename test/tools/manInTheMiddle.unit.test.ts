import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startManInTheMiddle } from "./manInTheMiddle.ts";
import type { ManInTheMiddle } from "./manInTheMiddle.ts";

const host = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, { "x-host": "real" }).end(`answer to ${request.url ?? ""}`));
});
let middle: ManInTheMiddle;

beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  middle = await startManInTheMiddle(`http://127.0.0.1:${(host.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await middle.stop();
  host.close();
});

describe("startManInTheMiddle()", () => {
  it("passes on what the host answers, and writes down what was sent", async () => {
    const answer = await fetch(`${middle.url}/v1/x?y=1`, { method: "POST", body: new Uint8Array([1, 2, 3]) });
    expect(await answer.text()).toBe("answer to /v1/x?y=1");
    expect(answer.headers.get("x-host")).toBe("real");
    const last = middle.recorded.at(-1);
    expect([last?.method, last?.path, [...(last?.body ?? [])]]).toEqual(["POST", "/v1/x?y=1", [1, 2, 3]]);
    expect(middle.sentBytes().includes(Buffer.from([1, 2, 3]))).toBe(true);
  });

  it("puts another answer in the place of one, and breaks the connection of another", async () => {
    middle.meddle(({ path }, real) =>
      path === "/changed" ? { ...real, body: Buffer.from("changed") } : path === "/dropped" ? "drop" : null,
    );
    expect(await (await fetch(`${middle.url}/changed`)).text()).toBe("changed");
    expect(await (await fetch(`${middle.url}/other`)).text()).toBe("answer to /other");
    await expect(fetch(`${middle.url}/dropped`)).rejects.toThrow();
    middle.meddle(null);
    expect(await (await fetch(`${middle.url}/changed`)).text()).toBe("answer to /changed");
  });
});
