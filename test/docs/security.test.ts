/** The example of docs/security.md refuses unauthenticated requests, and replaces `by` and `roles` of a body. */
import { afterAll, expect, it, onTestFinished, vi } from "vitest";
import type { Runtime } from "../../runtime/index.ts";
import { listen } from "../../server/index.ts";
import { modulesOf, PageFolder } from "./pages/page-modules.ts";

const folder = new PageFolder("security");
afterAll(() => folder.remove());

it("takes `by` and `roles` from the user, not from the body", async () => {
  const [example] = modulesOf("docs/security.md");
  folder.write("app.ts", example?.code ?? "");
  const { appFor } = await import(`${folder.path}/app.ts`);
  const decide = vi.fn(async () => ({}));
  const runtime = { as: () => ({ interrupts: { decide } }) } as unknown as Runtime;
  const app = appFor(runtime, (authorization: string | undefined) =>
    authorization === "Bearer dana" ? { id: "dana", roles: ["lead"] } : undefined,
  );
  const { url, close } = await listen(app, 0);
  onTestFinished(() => close());
  const body = JSON.stringify({ decision: "approve", by: "mallory", roles: ["admin"] });
  const post = (headers: Record<string, string>) => fetch(`${url}/agents/interrupts/i-1/decision`, { method: "POST", body, headers });
  expect((await post({})).status).toBe(401);
  expect((await post({ authorization: "Bearer dana" })).status).toBe(200);
  expect(decide).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: "i-1", decision: "approve", by: "dana", roles: ["lead"] }));
});
