/** Tickets: what a page puts into the address of a stream or a WebSocket, because it can send no header there. */
import { Router } from "express";
import { z } from "zod";
import type { Tickets } from "../../runtime/keys/tickets.ts";
import { noFields, noQuery, parseBody } from "../http/parse.ts";
import { callerOf } from "../identity/caller-of.ts";

/** Of the routes that take one. The server has read it before the route: routes must only not refuse it. */
export const ticketFields = { ticket: z.string().max(200).optional() };

export function ticketRoutes(tickets: Tickets): Router {
  const router = Router();
  router.post("/tickets", noQuery, async (request, response) => {
    parseBody(request, noFields);
    response.set("Cache-Control", "no-store").json(await tickets.issue(callerOf(request).principal));
  });
  return router;
}
