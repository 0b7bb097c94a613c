/** Hands a webhook with a path alone to the application's own routes. They get it from no client, and the API is not behind them: what they call by the loopback fetch, nobody may. */
import type { Principal } from "../../runtime/identity/caller.ts";
import { type CustomApp, customRoutes } from "./custom-app.ts";
import { lentApi } from "./lent-api.ts";

export interface PostedToApp {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly tenant: string;
}

/** Resolves to the status of its response. */
export async function postToApp(customApp: CustomApp, path: string, { headers, body, tenant }: PostedToApp): Promise<number> {
  const own = lentApi((app) => {
    app.use(customRoutes(customApp, async () => new Response(null, { status: 404 })));
  });
  const principal: Principal = { id: "system:webhook", kind: "service", tenant, roles: [], scopes: [], via: "local" };
  const request = new Request(new URL(path, "http://localhost"), { method: "POST", headers, body });
  try {
    const { status } = await own.fetch(request, { principal, requestId: headers["webhook-id"] ?? "webhook" });
    return status;
  } finally {
    await own.close();
  }
}
