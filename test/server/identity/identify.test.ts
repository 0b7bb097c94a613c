/** `createApp({ identify })`: who a host application says is logged in, and no page of another origin. */
import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshPglite, opened } from "../../support/databases.ts";
import { graph as raw } from "../raw/graph.ts";
import { type Served, serveOn } from "../serve-graphs.ts";

let served: Served;
beforeAll(async () => {
  const identify = ({ headers: { cookie } }: IncomingMessage) => {
    if (cookie === "broken") throw new Error("the session store is down");
    return cookie === "session=ann" ? { id: "ann", scopes: ["threads:write"] as const } : null;
  };
  served = await serveOn(await opened(await freshPglite()), { raw }, { app: { identify } });
});
afterAll(() => served.close());

it.each([
  [{}, 401],
  [{ cookie: "broken" }, 401],
  [{ cookie: "session=ann" }, 200],
  [{ cookie: "session=ann", origin: "https://evil.example" }, 403],
  [{ cookie: "session=ann", origin: "https://smith.langchain.com" }, 403],
  [{ cookie: "session=ann", "x-tenant-id": "other" }, 400],
])("a request with %j gets %i", async (headers, status) => {
  expect((await fetch(`${served.url}/threads`, { method: "POST", headers })).status).toBe(status);
});
