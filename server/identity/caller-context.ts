/** Whoever has called the application's own routes, for what these call in turn. By Node's async context. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Caller } from "../../runtime/identity/caller.ts";

export const callerContext = new AsyncLocalStorage<Caller>();
