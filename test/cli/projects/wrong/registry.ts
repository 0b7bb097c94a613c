export { desk } from "../../../fixtures/order-desk.ts";
