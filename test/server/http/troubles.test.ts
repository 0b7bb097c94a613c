/** GET /ok says what does not work although the server does: LISTEN and the heartbeat, whose direct way to the database is gone. */
import { expect, it } from "vitest";
import { tcpProxy } from "../../faults/inject/tcp-proxy.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { serve } from "../serve.ts";
import { jsonOf } from "../serve-graphs.ts";

it("lists the ways to the database that fail, without an address, until they work again", async () => {
  const { url } = await freshPostgres();
  const direct = await tcpProxy(url);
  const desk = await deskOn(await opened({ url, directUrl: direct.url }), { timing: { beatMs: 200 } });
  const server = await serve({ runtime: desk.runtime });
  const ok = () => jsonOf(fetch(`${server.url}/ok`)) as Promise<{ ok: boolean; troubles?: string[] }>;
  expect(await ok()).toEqual({ ok: true });
  direct.refuse();
  const { troubles } = await until("both troubles", async () => {
    const answer = await ok();
    return answer.troubles?.length === 2 && answer;
  });
  expect(troubles?.toSorted()).toMatchObject([
    expect.stringMatching(/LISTEN|notifications/),
    expect.stringMatching(/heartbeat's own connection fails/),
  ]);
  expect(JSON.stringify(troubles)).not.toMatch(/127\.0\.0\.1|postgres/i);
  const { thread_id } = await desk.begin({ script: { noAsk: true } }, "steps");
  expect(await desk.settled(thread_id)).toBe("idle");
  direct.pass();
  await until("their end", async () => (await ok()).troubles === undefined);
  await server.close();
  await desk.runtime.stop();
  await direct.close();
});
