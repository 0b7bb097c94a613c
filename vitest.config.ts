/** How the tests run. Databases start only when a test asks for one: see test/support/databases.ts. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    globalSetup: ["test/support/run-folder.ts"],
    // Long on purpose: machines differ, and nothing here is a measurement.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
