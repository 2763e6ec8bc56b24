/** Reply templates: loaded by the first officer who asks, all languages at once, and the same for everybody. */
import { signal } from "@preact/signals";
import type { Templates } from "../../locales/console/templates/index.ts";
import { byNetwork } from "./scripts.ts";

export const templates = signal<Templates | null>(null);

/** @throws HttpError `network` */
export async function loadTemplates(): Promise<void> {
  if (templates.value !== null) return;
  templates.value = (await byNetwork(import("../../locales/console/templates/index.ts"))).TEMPLATES;
}
