/** In whose name a run starts. Templates of graphs keep memories by `configurable.user_id`: a graph gets the caller's own, whatever a client says. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { type Actor, actorOf } from "./actor.ts";
import { type Caller, isLocal } from "./caller.ts";

/** @throws NOT_YOU, INVALID_INPUT where a client says another `user_id`; clients of LangGraph's server, with an `Auth` object, always do. */
export function starterOf(caller: Caller, { by, roles, config }: RunRequest): Actor {
  const actor = actorOf(caller, { by, roles });
  const { user_id: user } = config?.configurable ?? {};
  if (isLocal(caller) || caller.principal.via === "auth" || user === undefined || user === actor.by) return actor;
  const path = ["config", "configurable", "user_id"];
  throw new SignalboxError("INVALID_INPUT", `${path.join(".")}: the caller is "${actor.by}"; leave it out`, { path });
}
