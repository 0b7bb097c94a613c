/** The one middleware that finds out who sends a request, before its body is read. */
import { randomUUID } from "node:crypto";
import type { RequestHandler } from "express";
import { localCaller } from "../../runtime/identity/caller.ts";
import { setCaller } from "./caller-of.ts";

export const authenticate: RequestHandler = (request, _response, next) => {
  setCaller(request, localCaller(randomUUID(), request.get("x-tenant-id") || undefined));
  next();
};
