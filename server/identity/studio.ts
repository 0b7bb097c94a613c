/** LangGraph Studio, which sends no credential of the project: let in only where langgraph.json says so, and only from this machine. */
import type { IncomingMessage } from "node:http";
import { isForwarded, isFromThisMachine } from "./where-from.ts";

/** As the reference names it: handlers know it by `isStudioUser`. */
export const studioUser = {
  kind: "StudioUser",
  identity: "langgraph-studio-user",
  display_name: "langgraph-studio-user",
  permissions: [],
};

export const isStudio = (request: IncomingMessage): boolean =>
  request.headers["x-auth-scheme"] === "langsmith" && isFromThisMachine(request) && !isForwarded(request);
