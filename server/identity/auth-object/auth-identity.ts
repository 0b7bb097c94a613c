/** Who sends a request, and what they may see, as the project's own `Auth` object says. */
import type { IncomingMessage } from "node:http";
import { isRecord } from "../../../language/schema/is-record.ts";
import type { Caller, Principal } from "../../../runtime/identity/caller.ts";
import { DEFAULT_TENANT } from "../../../runtime/identity/caller.ts";
import { refusalIn } from "../../http/auth-refusal.ts";
import { type ApiScope, type AuthEvent, isScope } from "../../operations.ts";
import type { Identity } from "../identity.ts";
import { isStudio, studioUser } from "../studio.ts";
import type { Ask } from "./ask.ts";
import { type AuthHandlers, handlerOf, hasHandlerFor, type OwnEvent } from "./auth-handlers.ts";
import { failed, readFilter } from "./read-filter.ts";
import { restrictedServices } from "./restricted-services.ts";

/** The handlers decide about the protocol; what LangGraph does not have needs a permission of the scope's name. */
const SCOPES: readonly ApiScope[] = [
  ...(["threads:read", "threads:write", "runs:write", "state:write", "decisions:write"] as const),
  ...(["assistants:read", "assistants:write", "store:read", "store:write"] as const),
];

export function authIdentity(handlers: AuthHandlers, { studio }: { readonly studio: boolean }): Identity {
  return {
    async principalOf(request) {
      if (studio && isStudio(request)) return principalFrom(studioUser);
      return principalFrom(await asked(() => handlers.authenticate(plainRequest(request)), "authenticate"));
    },
    restrict: (services, caller) => restrictedServices(services, askFor(handlers, caller)),
  };
}

const askFor =
  (handlers: AuthHandlers, { principal }: Caller): Ask =>
  async (event, value) => {
    if (isOwnEvent(event) && !hasHandlerFor(handlers, event)) return [];
    const handler = handlerOf(handlers, event);
    if (!handler) return [];
    const [resource, action] = event.split(":");
    const user = principal.claims ?? {};
    const result = await asked(() => handler({ event, resource, action, value, permissions: user.permissions, user }), event);
    return readFilter(result, event);
  };

const isOwnEvent = (event: AuthEvent | OwnEvent): event is OwnEvent => event === "interrupts:decide" || event === "state:write";

async function asked(ask: () => unknown, event: string): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    throw refusalIn(error) ?? failed(event, "failed", error);
  }
}

/** In the form that the reference gives a user; all its fields reach handlers and graphs. */
function principalFrom(answer: unknown): Principal {
  const given = typeof answer === "string" ? { identity: answer } : answer;
  if (!isRecord(given) || typeof given.identity !== "string" || given.identity.trim() === "")
    throw failed("authenticate", "returned neither a string nor an object with an identity");
  const permissions = textsIn(given.permissions);
  const name = typeof given.display_name === "string" ? given.display_name : given.identity;
  return {
    id: given.identity.normalize("NFC").trim(),
    name,
    kind: "person",
    tenant: DEFAULT_TENANT,
    roles: textsIn(given.roles),
    scopes: [...new Set([...SCOPES, ...permissions.filter(isScope)])],
    via: "auth",
    claims: { ...given, permissions, is_authenticated: given.is_authenticated ?? true, display_name: name },
  };
}

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === "string") : []);

/** Without its body, which is not read before it is known who sends it. */
function plainRequest({ method, url = "/", headersDistinct }: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) for (const value of values) headers.append(name, value);
  const host = headersDistinct.host?.[0] ?? "localhost";
  // a path such as "//" is not one to the second parameter of URL
  return new Request(url.startsWith("/") ? `http://${host}${url}` : url, { method: method ?? "GET", headers });
}
