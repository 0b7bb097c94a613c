/** What one caller may ask of a process: requests a minute, and responses that stay open. */
import { afterEach, describe, expect, it } from "vitest";
import type { Limits } from "../../../server/index.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { serve } from "../serve.ts";

let close = async () => {};
afterEach(() => close());

async function limited(limits: Limits): Promise<{ url: string; desk: Desk }> {
  const desk = await deskOn(await opened(await freshPglite()));
  const server = await serve({ runtime: desk.runtime, limits });
  close = async () => {
    await server.close(0);
    await desk.runtime.stop();
  };
  return { url: server.url, desk };
}

describe("over its limit, a caller gets 429", () => {
  it("for requests: with Retry-After, readable by pages of other origins, and not for readiness", async () => {
    const { url } = await limited({ requestsPerMinute: 5 });
    const ask = () => fetch(`${url}/threads/count`, { method: "POST", headers: { origin: "http://localhost:3000" }, body: "{}" });
    const statuses: number[] = [];
    for (let sent = 0; sent < 7; sent++) statuses.push((await ask()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const refused = await ask();
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(refused.headers.get("access-control-expose-headers")).toContain("Retry-After");
    expect(await refused.text()).toMatch(/has sent 5 requests within a minute/);
    expect((await fetch(`${url}/ok`)).status).toBe(200);
  });

  it("for streams and waiting requests, until one of them has ended", async () => {
    const { url, desk } = await limited({ openStreams: 2 });
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
    const follow = (signal?: AbortSignal) => fetch(`${url}/threads/${thread_id}/runs/${run_id}/stream`, signal ? { signal } : {});
    const first = new AbortController();
    const open = [await follow(first.signal), await fetch(`${url}/threads/${thread_id}/runs/${run_id}/join`)];
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    const third = await follow();
    expect({ status: third.status, after: third.headers.get("retry-after") }).toEqual({ status: 429, after: "5" });
    expect(await third.text()).toMatch(/Tenant default has 2 streams open/);
    expect((await fetch(`${url}/threads/${thread_id}`)).status).toBe(200);
    first.abort();
    const again = await until("a free place", async () => {
      const response = await follow();
      if (response.status === 429) return false;
      return response;
    });
    expect(again.status).toBe(200);
    await desk.runtime.runs.cancel(thread_id, run_id);
    await Promise.all([again.text(), open[1]?.text()]);
  });
});
