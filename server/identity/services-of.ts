/** What the sender of a request can do: routes get it by this, and nothing else of the runtime. */
import type { IncomingMessage } from "node:http";
import type { CallerServices } from "../../runtime/caller-services.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { requestKeyOf } from "../http/request-key.ts";
import { callerOf } from "./caller-of.ts";
import type { Identity } from "./identity.ts";

export type ServicesOf = (request: IncomingMessage) => CallerServices;

export const servicesOf =
  (runtime: Pick<Runtime, "as">, identity: Identity): ServicesOf =>
  (request) => {
    const caller = { ...callerOf(request), requestKey: requestKeyOf(request) };
    const services = runtime.as(caller);
    return identity.restrict?.(services, caller) ?? services;
  };
