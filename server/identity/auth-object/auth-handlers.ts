/** The SDK's `Auth` object of langgraph.json's `auth.path`: read once at the start, and refused if it would leave something open. */
import { SignalboxError } from "../../../language/issues/errors.ts";
import { isRecord } from "../../../language/schema/is-record.ts";
import { type AuthEvent, authEvents } from "../../operations.ts";

export type Handler = (context: Readonly<Record<string, unknown>>) => unknown;

export interface AuthHandlers {
  readonly authenticate: (request: Request) => unknown;
  readonly callbacks: Readonly<Record<string, Handler>>;
}

/** Asked only where a handler has exactly this name: LangGraph does not know them. */
export type OwnEvent = "interrupts:decide" | "state:write";

/** @throws CONFIG_INVALID if it is no `Auth` object, authenticates nobody, or has no handler at all for a resource. */
export function authHandlers(exported: unknown, where = "auth"): AuthHandlers {
  const cache = isRecord(exported) || typeof exported === "object" ? Reflect.get(Object(exported), "~handlerCache") : undefined;
  if (!isRecord(cache)) throw refused(`${where} is not an Auth object: export new Auth() of @langchain/langgraph-sdk/auth`);
  const { authenticate, callbacks = {} } = cache;
  if (!isFunction(authenticate)) throw refused(`${where} has no .authenticate(…): nobody could be told from anybody`);
  if (!isRecord(callbacks)) throw refused(`${where} has no handlers`);
  const handlers: Record<string, Handler> = {};
  for (const [event, handler] of Object.entries(callbacks)) if (isFunction(handler)) handlers[event] = handler;
  const open = unhandled(handlers);
  if (open.length > 0)
    throw refused(`${where} has no handler for ${open.join(", ")}, which would be open to everyone who is authenticated: add .on("*", …)`);
  return { authenticate, callbacks: handlers };
}

/** The first of these that exists, and no other. */
export function handlerOf({ callbacks }: AuthHandlers, event: AuthEvent | OwnEvent): Handler | undefined {
  const [resource, action] = event.split(":");
  const name = [event, resource, `*:${action}`, "*"].find((key) => key !== undefined && Object.hasOwn(callbacks, key));
  return name === undefined ? undefined : callbacks[name];
}

export const hasHandlerFor = ({ callbacks }: AuthHandlers, event: OwnEvent): boolean => Object.hasOwn(callbacks, event);

/** Resources of which no event has a handler. */
function unhandled(callbacks: AuthHandlers["callbacks"]): string[] {
  const handlers = { authenticate: () => undefined, callbacks };
  const handled = new Set(authEvents.filter((event) => handlerOf(handlers, event)).map((event) => event.split(":")[0]));
  return [...new Set(authEvents.map((event) => event.split(":")[0] ?? ""))].filter((resource) => !handled.has(resource));
}

const isFunction = (value: unknown): value is (...given: readonly unknown[]) => unknown => typeof value === "function";
const refused = (message: string): SignalboxError => new SignalboxError("CONFIG_INVALID", message);
