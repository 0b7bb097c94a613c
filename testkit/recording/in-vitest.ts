/** Records paths in a vitest worker when the coverage reporter of the run requests it. */
import { expect, inject } from "vitest";
import { type CoverageSettings, provideCoverageRequest } from "./coverage-request.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly "signalbox:coverage"?: CoverageSettings;
  }
}

provideCoverageRequest(() => {
  const order = inject("signalbox:coverage");
  return order && { ...order, file: expect.getState().testPath ?? "" };
});
