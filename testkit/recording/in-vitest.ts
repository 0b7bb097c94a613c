/** Lets paths be recorded in a vitest worker when the coverage reporter of the run has ordered it. */
import { expect, inject } from "vitest";
import { askBy, type Order } from "./asked.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly "signalbox:coverage"?: Order;
  }
}

askBy(() => {
  const order = inject("signalbox:coverage");
  return order && { ...order, file: expect.getState().testPath ?? "" };
});
