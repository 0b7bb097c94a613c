/** In whose name a run starts. Templates of graphs keep memories by `configurable.user_id`: a client may not say another one than its own. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { type Actor, actorOf } from "./actor.ts";
import { type Caller, isLocal } from "./caller.ts";

/** @throws NOT_YOU, INVALID_INPUT */
export function starterOf(caller: Caller, { by, roles, config }: RunRequest): Actor {
  const actor = actorOf(caller, { by, roles });
  const { user_id: user } = config?.configurable ?? {};
  if (isLocal(caller) || user === undefined || user === actor.by) return actor;
  const path = ["config", "configurable", "user_id"];
  throw new SignalboxError("INVALID_INPUT", `${path.join(".")}: the caller is "${actor.by}"; leave it out`, { path });
}
