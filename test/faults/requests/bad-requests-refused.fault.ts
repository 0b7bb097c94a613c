/** G17: random requests to every route, made from its schemas. None is answered with 5xx or not at all, each refusal says why, and the server lives. */
import fc from "fast-check";
import { described } from "../../../server/openapi/document.ts";
import { startReference } from "../../protocol/servers/start.ts";
import { serveGraphs } from "../../server/serve-graphs.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { type KnownIds, type RandomRequest, randomRequests } from "./random-request.ts";

const missing = "0198c2a4-0000-7000-8000-000000000099";
const LONGEST_MS = 30_000;
const AT_ONCE = 8;

measurePromise({
  promise: "a bad request is refused with its reason, and no request ends the server",
  off: "LangGraph's reference server",
  trials: { full: 1_000, quick: 12, off: 12 },
  protections: ["custom"],
  async measure(trials, without) {
    const server = without.length > 0 ? await reference() : await ours();
    try {
      return await sent(server, trials);
    } finally {
      await server.stop();
    }
  },
});

interface Server {
  readonly url: string;
  readonly known: KnownIds;
  readonly routes: readonly string[];
  stop(): Promise<void>;
}

async function ours(): Promise<Server> {
  const { url, client, close } = await serveGraphs(await opened(await freshPostgres()));
  const [idle, waiting] = [(await client.threads.create()).thread_id, (await client.threads.create()).thread_id];
  await client.runs.wait(idle, "raw", { input: {} });
  const stopped = await client.runs.wait(waiting, "raw", { input: { what: "ask" } });
  const [run] = await client.runs.list(idle);
  const [{ id: interrupt }] = (stopped as { __interrupt__: [{ id: string }] }).__interrupt__;
  const known = {
    thread_id: [idle, waiting, missing],
    run_id: [run?.run_id ?? missing, missing],
    assistant_id: ["raw", missing],
    id: [interrupt],
  };
  return { url, known, routes: Object.keys(described), stop: close };
}

/** Only the routes that it has; those of crons answer 500 to every request. */
async function reference(): Promise<Server> {
  const { url, stop } = await startReference();
  const made = await fetch(`${url}/threads`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"metadata":{"graph_id":"desk"}}',
  });
  const { thread_id } = (await made.json()) as { thread_id: string };
  const routes = Object.keys(described).filter((route) => /\/(threads|store|assistants)/.test(route) && !route.includes("/crons"));
  return { url, known: { thread_id: [thread_id], assistant_id: ["desk"] }, routes, stop };
}

/** So many to each route. */
async function sent({ url, known, routes }: Server, trials: number): Promise<Tally> {
  const seed = Date.now() % 1_000_000_000;
  const found: string[] = [];
  for (const route of routes) {
    const requests = fc.sample(randomRequests(route, described[route] ?? { summary: "" }, known), { numRuns: trials, seed });
    const left = [...requests];
    const sendNext = async (): Promise<void> => {
      for (let request = left.pop(); request; request = left.pop()) {
        const fault = await faultOf(url, request);
        if (fault !== undefined) found.push(`${request.method} ${request.path} ${request.body}: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  }
  const lives = await fetch(`${url}/ok`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!lives) found.push("the server does not answer any more");
  return { trials: routes.length * trials, violations: found.length, found: [`seed ${seed}`, ...found], note: `${routes.length} routes` };
}

/** What is wrong with the answer. A result or a stream is not read: it may take as long as its run. */
async function faultOf(url: string, { method, path, body }: RandomRequest): Promise<string | undefined> {
  const leave = new AbortController();
  const late = setTimeout(() => leave.abort(new Error(`no answer in ${LONGEST_MS} ms`)), LONGEST_MS);
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url + path, { method, headers, signal: leave.signal, ...(body !== undefined && { body }) });
    if (answer.status < 400) return undefined;
    const text = await answer.text();
    if (answer.status >= 500 && answer.status !== 501) return `${answer.status} ${text}`;
    return text === "" && answer.status !== 426 ? `${answer.status} without a reason` : undefined;
  } catch (error) {
    return String(error);
  } finally {
    clearTimeout(late);
    leave.abort();
  }
}
