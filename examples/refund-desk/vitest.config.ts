/** The reporter counts which of the graph's edges the tests took, and fails the run below 100 %. */
import GraphCoverage from "signalbox/testkit/reporter";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { reporters: ["default", new GraphCoverage({ graphs: ["refund-desk"], threshold: 100 })] },
});
