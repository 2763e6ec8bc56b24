/** What a page has open of the device and of the browser: microphones that are on, and addresses of its own objects. */
import type { Page } from "playwright-core";

interface Watched {
  readonly tracks: MediaStreamTrack[];
  readonly addresses: Set<string>;
}
type World = typeof globalThis & { watched: Watched };

/** Before the page is opened. */
export async function watchMedia(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { tracks: [], addresses: new Set() };
    (globalThis as World).watched = watched;
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      watched.tracks.push(...stream.getTracks());
      return stream;
    };
    const [make, revoke] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
    URL.createObjectURL = (object) => {
      const address = make(object);
      watched.addresses.add(address);
      return address;
    };
    URL.revokeObjectURL = (address) => {
      watched.addresses.delete(address);
      revoke(address);
    };
  });
}

/** Microphones that are on. */
export const microphonesOn = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as World).watched.tracks.filter(({ readyState }) => readyState === "live").length);

/** `blob:` addresses that lead to something. */
export const openAddresses = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as World).watched.addresses.size);
