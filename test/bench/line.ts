/** The slow line and the slow processor on which the form is measured. */
import type { CDPSession, Page } from "playwright-core";

/** Latency in milliseconds for each request, throughput in bytes per second. */
const LINE = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
export const PROCESSOR_SLOWER = 4;

export async function throttle(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await session.send("Emulation.setCPUThrottlingRate", { rate: PROCESSOR_SLOWER });
  return session;
}
