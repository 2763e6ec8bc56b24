/** Files beside the words: chosen, cleaned, sealed, sent, and opened as officers open them. */
import { describe, expect, it } from "@jest/globals";
import { complaints, freshPages, page, server, startForm, walk } from "./support/stage.ts";
import { baselineJpeg } from "./support/pictures.ts";
import { fullJpeg, hidden } from "./support/planted.ts";
import { receive } from "./support/received.ts";

startForm();
freshPages("fr", { viewport: { width: 360, height: 740 } });

describe("a picture", () => {
  it("is cleaned, sealed and sent, and opens as the officers open it", async () => {
    await walk.toNarrative(server.origin);
    await walk.write("f.narrative", "voici la chambre");
    await walk.press("add.add");
    await walk.on("files");
    const photo = {
      name: "IMG_20261121_101112.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from(fullJpeg(baselineJpeg)),
    };
    await page.locator('input[accept^="image/jpeg"]').setInputFiles([photo]);
    await page.locator(".file").waitFor();
    await walk.press("continue");
    await walk.fromNarrative();
    expect(await page.locator("main").innerText()).toContain("file-1.jpg");
    await walk.press("continue");
    await walk.throughCode();
    await walk.on("done");
    const { opened, files } = await receive(server);
    expect(opened.content).toMatchObject({ answers: { narrative: "voici la chambre" } });
    expect(files.map(({ file }) => file)).toMatchObject([{ name: "file-1.jpg", type: "image/jpeg", state: "cleaned" }]);
    expect(files.flatMap(({ bytes }) => hidden(bytes))).toEqual([]);
    expect(Buffer.from(files[0]?.bytes ?? []).equals(Buffer.from(baselineJpeg))).toBe(true);
    expect(complaints).toEqual([]);
  });
});
