/** How the tests run. Databases start only when a test asks for one: see test/support/databases.ts. */
import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import GraphCoverage from "./testkit/reporter.ts";

/** Graphs of which every edge that can be forced is taken by a test. */
export const shipped = [
  "support-desk",
  "insurance-claim",
  "research-desk",
  "research-worker",
  "code-change",
  "peers",
  "nightly-batch",
  "invoice",
  "chat",
];

export default defineConfig({
  test: {
    reporters: ["default", new GraphCoverage({ graphs: shipped, threshold: 100 })],
    include: ["test/**/*.test.ts"],
    // `npm run test:live` runs all paths of the shipped graphs on the engine, which `npm test` runs in memory, and all of what it takes a sample of
    exclude: [
      ...configDefaults.exclude,
      ...(process.env.LIVE_PATHS ? [] : ["test/testkit/live/shipped-graphs.test.ts"]),
      // `npm run test:processes`: tests of processes of their own: they start, kill, freeze, block or starve them, and mostly wait
      ...(process.env.PROCESS_TESTS ? [] : ["test/**/*.process.test.ts"]),
    ],
    pool: "forks",
    globalSetup: ["test/support/run-folder.ts"],
    setupFiles: ["test/support/each-file.ts"],
    // Files of a worker share their modules: importing them anew for each file took a third of the run.
    isolate: false,
    // One more than cores, since many files wait for processes and databases. By default vitest leaves a core to itself.
    maxWorkers: availableParallelism() + 1,
    // Long on purpose: machines differ, and nothing here is a measurement. What waits for something ends as soon as it is there.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    teardownTimeout: 30_000,
  },
});
