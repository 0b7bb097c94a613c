/** Answers that are larger than the server's memory arrive whole, page by page; a client that does not read, or leaves, costs nothing. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagesOf } from "../../persistence/read-in-pages.ts";
import { freshPostgres } from "../support/databases.ts";

describe("a server with a heap of 256 MB", () => {
  let kill = () => {};
  let served = { url: "", thread_id: "" };
  let complaints = "";
  beforeAll(async () => {
    const { url } = await freshPostgres();
    const script = fileURLToPath(new URL("./small-heap-server.ts", import.meta.url));
    const child = spawn(process.execPath, ["--max-old-space-size=256", script, url], { stdio: ["ignore", "pipe", "pipe"] });
    kill = () => void child.kill("SIGKILL");
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
    const { value = "{}" } = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
    served = JSON.parse(value);
  });
  afterAll(() => kill());

  const get = (path: string, signal?: AbortSignal) => fetch(`${served.url}${path}`, { ...(signal && { signal }) });
  const search = () =>
    fetch(`${served.url}/threads/search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ limit: 1_000, metadata: { large: true } }),
    });
  const history = (query = "limit=1000") => get(`/threads/${served.thread_id}/history?${query}`);

  it("sends a history of 60 MB whole, and as many states of it as are asked for", async () => {
    const all = (await (await history()).json()) as unknown[];
    expect(all).toHaveLength(32);
    const some = (await (await history("limit=20")).json()) as { values: { n: number } }[];
    expect(some.map(({ values }) => values.n)).toEqual(Array.from({ length: 20 }, (_, index) => 30 - index));
  });

  it("finds 60 threads of 1 MB each", async () => {
    const answer = await search();
    expect(answer.headers.get("X-Pagination-Total")).toBe("60");
    expect(((await answer.json()) as { values: { n: number } }[]).every(({ values }) => values.n === 30)).toBe(true);
  });

  it("survives clients that do not read, or leave in the middle", async () => {
    const leaving = new AbortController();
    const silent = await Promise.all(
      Array.from({ length: 5 }, () => get(`/threads/${served.thread_id}/history?limit=1000`, leaving.signal)),
    );
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await get("/ok")).status).toBe(200);
    leaving.abort();
    expect(silent.every(({ status }) => status === 200)).toBe(true);
    expect(((await (await history("limit=3")).json()) as unknown[]).length).toBe(3);
    expect(complaints).toBe("");
  });
});

it("a page is full at 1 MB, and a row that is larger is a page of its own", () => {
  const sizes = [2, 6, 3, 30, 1, 1].map((tenths) => ({ bytes: (tenths * 1024 * 1024) / 10 }));
  expect([...pagesOf(sizes)].map((page) => page.length)).toEqual([2, 1, 1, 2]);
});
