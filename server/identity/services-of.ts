/** What the sender of a request can do: routes get it by this, and nothing else of the runtime. */
import type { IncomingMessage } from "node:http";
import type { CallerServices } from "../../runtime/caller-services.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { requestKeyOf } from "../http/request-key.ts";
import { callerOf } from "./caller-of.ts";

export type ServicesOf = (request: IncomingMessage) => CallerServices;

export const servicesOf =
  (runtime: Pick<Runtime, "as">): ServicesOf =>
  (request) =>
    runtime.as({ ...callerOf(request), requestKey: requestKeyOf(request) });
