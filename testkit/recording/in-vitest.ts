/** Records paths in a vitest worker when the coverage reporter of the run requests it. */
import { expect, inject } from "vitest";
import { type CoverageSettings, provideCoverageRequest } from "./coverage-request.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly "signalbox:coverage"?: CoverageSettings;
  }
}

provideCoverageRequest(() => {
  const order = orderOfRun();
  return order && { ...order, file: expect.getState().testPath ?? "" };
});

/** Outside a vitest worker, in a script that calls runPath, there is none. */
function orderOfRun(): CoverageSettings | undefined {
  try {
    return inject("signalbox:coverage");
  } catch {
    return undefined;
  }
}
