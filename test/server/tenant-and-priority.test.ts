/** A run's priority comes from a field of the body, its tenant from a header. */
import { expect, it } from "vitest";
import { freshPglite, opened } from "../support/databases.ts";
import { serveRaw } from "./serve-graphs.ts";

it("reads the tenant from a header and the priority from the body, and refuses an invalid priority", async () => {
  const database = await opened(await freshPglite());
  const { url, client, close } = await serveRaw(database);
  const { thread_id } = await client.threads.create();
  const begin = (body: object) =>
    fetch(`${url}/threads/${thread_id}/runs/wait`, {
      method: "POST",
      headers: { "X-Tenant-Id": "acme" },
      body: JSON.stringify({ assistant_id: "raw", input: {}, ...body }),
    });
  expect((await begin({ priority: 5 })).status).toBe(200);
  expect(await database.sql.query("select tenant, priority from threads where id = $1", [thread_id])).toEqual([
    { tenant: "acme", priority: 5 },
  ]);
  const refused = await begin({ priority: 1_000 });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain("priority");
  await close();
});
