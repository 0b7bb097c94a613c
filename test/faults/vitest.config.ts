/** The fault suite's own project: real processes and servers, a few files at a time, because they wait most of the time. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/faults/*/*.fault.ts"],
    pool: "forks",
    maxWorkers: 3,
    globalSetup: ["test/support/run-folder.ts"],
    testTimeout: 3_600_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    teardownTimeout: 30_000,
  },
});
