/** The registry of the declaration that docs/cli.md checks. */
export { desk } from "../../../fixtures/order-desk.ts";
