/** One-time credentials. */
import { noFields } from "../../http/parse.ts";
import type { DescribedRoutes } from "./described.ts";

export const ticketsDescribed: DescribedRoutes = {
  "POST /tickets": { summary: "A one-time credential for the address of a stream or a WebSocket", body: noFields, answer: "Ticket" },
};
