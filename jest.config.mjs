/** One suite per kind; the suffix of a test's name picks it. `npm test` runs them all, see test/tools/run.ts. */
const base = {
  rootDir: import.meta.dirname,
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: { "\\.tsx?$": "<rootDir>/test/tools/esbuildTransform.mjs" },
};

const suite = (name, more = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/**/*.${name}.test.ts`, `<rootDir>/test/**/*.${name}.test.tsx`],
  ...more,
});

const database = {
  globalSetup: "<rootDir>/test/tools/databaseSetup.ts",
  globalTeardown: "<rootDir>/test/tools/databaseTeardown.ts",
};

/**
 * What has not ended by then hangs: no test takes a tenth of it on a usual machine. Its deep version may take as long as it needs,
 * within the limit of its whole kind.
 */
const TEST_LIMIT_MS = process.env["ABRI_TEST_DEPTH"] === "long" ? 3 * 3_600_000 : 180_000;

export default {
  testTimeout: TEST_LIMIT_MS,
  projects: [
    suite("unit"),
    suite("vector"),
    suite("db", database),
    suite("redis", database),
    suite("dom"),
    suite("chaos", database),
    suite("e2e", database),
  ],
};
