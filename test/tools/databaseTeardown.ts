/** After all suites: the server of the run goes, with its data. */
export default async function teardown(): Promise<void> {
  await globalThis.abriStopTestServer?.();
}
