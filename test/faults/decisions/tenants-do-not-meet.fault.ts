/** G16: every route with another tenant's ids answers as with ids that nobody has, shows nothing of them and changes nothing. With each lock alone. */
import { randomUUID } from "node:crypto";
import { operations } from "../../../server/operations.ts";
import { CANARY, type Ids, type Locks, type Reply, type Request, type TwoTenants, twoTenants } from "../graphs/two-tenants.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies, type Violation } from "../measure/run-trials.ts";

/** What a route takes besides its path. */
interface Sent {
  readonly query?: string;
  readonly body?: unknown;
}

const page = { limit: 100 };
const start = { assistant_id: "refund-desk", input: { message: "of b" } };
const startWith = ({ assistant_id }: Ids) => ({ ...start, assistant_id, on_completion: "keep" });

const sent: Readonly<Record<string, (ids: Ids) => Sent>> = {
  "POST /assistants": ({ assistant_id }) => ({ body: { graph_id: "refund-desk", assistant_id, if_exists: "do_nothing" } }),
  "PATCH /assistants/:assistant_id": () => ({ body: { name: "of b" } }),
  "POST /assistants/:assistant_id/latest": () => ({ body: { version: 1 } }),
  "POST /assistants/search": () => ({ body: page }),
  "POST /threads": ({ thread_id }) => ({ body: { thread_id, if_exists: "do_nothing" } }),
  "POST /threads/search": () => ({ body: page }),
  "PATCH /threads/:thread_id": () => ({ body: { metadata: { of: "b" } } }),
  "DELETE /threads/:thread_id": () => ({ query: "?reason=mine" }),
  "POST /threads/:thread_id/state": () => ({ body: { values: { message: "of b" } } }),
  "POST /threads/:thread_id/state/checkpoint": ({ checkpoint_id }) => ({ body: { checkpoint: { checkpoint_id } } }),
  "POST /threads/:thread_id/signals/:signal": () => ({ body: {} }),
  "POST /threads/:thread_id/runs": () => ({ body: start }),
  "POST /threads/:thread_id/runs/wait": () => ({ body: { ...start, if_not_exists: "reject" } }),
  "POST /threads/:thread_id/runs/stream": () => ({ body: { ...start, command: undefined } }),
  "POST /runs": (ids) => ({ body: startWith(ids) }),
  "POST /runs/wait": (ids) => ({ body: startWith(ids) }),
  "POST /runs/stream": (ids) => ({ body: startWith(ids) }),
  "POST /runs/batch": (ids) => ({ body: [startWith(ids)] }),
  "POST /runs/cancel": ({ thread_id, run_id }) => ({ body: { thread_id, run_ids: [run_id] } }),
  "POST /threads/:thread_id/commands": () => ({ body: { id: 1, method: "state.get", params: {} } }),
  "POST /threads/:thread_id/stream/events": () => ({ body: { channels: ["values", "lifecycle"] } }),
  "GET /threads/:thread_id/stream/events": () => ({ query: "?channels=values" }),
  "POST /runs/crons": ({ assistant_id }) => ({ body: { assistant_id, input: {}, schedule: "0 0 1 1 *" } }),
  "POST /threads/:thread_id/runs/crons": () => ({ body: { ...start, schedule: "0 0 1 1 *" } }),
  "POST /runs/crons/search": () => ({ body: page }),
  "PATCH /runs/crons/:cron_id": () => ({ body: { schedule: "0 0 2 1 *" } }),
  "PUT /store/items": () => ({ body: { namespace: ["memories"], key: "k", value: { of: "b" } } }),
  "GET /store/items": () => ({ query: "?namespace=memories&key=k" }),
  "DELETE /store/items": () => ({ body: { namespace: ["memories"], key: "k" } }),
  "POST /store/items/search": () => ({ body: { namespace_prefix: [], limit: 100 } }),
  "GET /interrupts": () => ({ query: "?limit=100" }),
  "POST /interrupts/:id/links": () => ({ body: { role: "lead" } }),
  "POST /interrupts/:id/decision": () => ({ body: { decision: "approve" } }),
};

/** A taken id is refused as the caller's own would be. Each tenant has its own assistants. */
const creating = ["POST /threads"];

const unknownIds = (): Ids => ({
  thread_id: randomUUID(),
  run_id: randomUUID(),
  id: randomUUID().replaceAll("-", ""),
  checkpoint_id: randomUUID(),
  assistant_id: randomUUID(),
  cron_id: randomUUID(),
  link_id: randomUUID(),
  webhook_id: `msg_${randomUUID().replaceAll("-", "")}`,
});

function requestOf(key: string, ids: Ids): Request {
  const [method = "", pattern = ""] = key.split(" ");
  const path = pattern
    .replace("{/:namespace}", "")
    .replace(/:(\w+)/g, (_, name: string) => (name in ids ? ids[name as keyof Ids] : name === "signal" ? "takeOver" : "x"));
  const { query = "", body } = sent[key]?.(ids) ?? {};
  return { method, path: path + query, body: body ?? (method === "GET" || method === "DELETE" ? undefined : {}) };
}

/** Without what differs from one request to the next. */
function shapeOf({ status, text }: Reply, ids: Ids): string {
  const known = Object.entries(ids).reduce((shown, [name, id]) => shown.replaceAll(id, `<${name}>`), text);
  return `${status} ${known.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{32}|sbt_[\w-]{43}/g, "<made>")}`;
}

async function meet(tenants: TwoTenants, key: string): Promise<Violation> {
  const ids = await tenants.idsOfA();
  const strangers = unknownIds();
  const [foreign, unknown] = [requestOf(key, ids), requestOf(key, strangers)];
  const before = await tenants.rowsOfA();
  const asUnknown = await tenants.send("b", unknown);
  const asForeign = await tenants.send("b", foreign);
  const asNobody = await tenants.send("nobody", foreign);
  const asB = await tenants.send("b", { ...foreign, named: "a" });
  const asOperator = await tenants.send("operator", foreign);
  const unchanged = (await tenants.rowsOfA()) === before;
  // the operator in place of the tenant itself, on every other thread
  const isOperated = /[02468ace]$/.test(ids.thread_id);
  const own = key.includes("/:")
    ? await (isOperated ? tenants.send("operator", { ...foreign, named: "a" }) : tenants.send("a", foreign))
    : undefined;
  const isCreating = creating.includes(key);
  const saw = `${key}: foreign ${shapeOf(asForeign, ids)}, unknown ${shapeOf(asUnknown, strangers)}`.slice(0, 600);
  return firstViolation({
    [`${saw}: shows what is of a`]:
      !asForeign.text.includes(CANARY) && (isCreating || !key.includes("search") || !asForeign.text.includes(ids.thread_id)),
    [`${saw}: a taken id is told apart or taken`]: !isCreating || asForeign.status === 409,
    [`${saw}: answered differently`]: isCreating || shapeOf(asForeign, ids) === shapeOf(asUnknown, strangers),
    [`${saw}: ${asForeign.statements} and ${asUnknown.statements} statements`]:
      isCreating || key.endsWith("/stream/events") || asForeign.statements === asUnknown.statements,
    [`${key}: changed what is of a`]: unchanged,
    [`${key}: nobody got ${asNobody.status}: ${asNobody.text.slice(0, 200)}`]: asNobody.status === 401 && asNobody.statements === 0,
    [`${key}: b naming a got ${asB.status}: ${asB.text.slice(0, 200)}`]: asB.status === 403 && asB.statements === 0,
    [`${key}: an operator who names no tenant got ${shapeOf(asOperator, ids)}`.slice(0, 600)]:
      !asOperator.text.includes(CANARY) &&
      (isCreating || !key.includes("/:") || shapeOf(asOperator, ids) === shapeOf(asUnknown, strangers)),
    [`${key}: ${own?.status} for its own tenant: ${own?.text.slice(0, 200)}`]:
      own === undefined || (own.status !== 404 && own.status !== 422),
  });
}

/** The ways to make a thread beside POST /threads: with an id that another tenant has they are refused, and nothing is told. */
const creations: Readonly<Record<string, unknown>> = {
  runs: { ...start, if_not_exists: "create" },
  "runs/wait": { ...start, if_not_exists: "create" },
  "runs/stream": { ...start, if_not_exists: "create" },
  commands: { id: 1, method: "run.start", params: start },
};

async function createTaken(tenants: TwoTenants, route: string): Promise<Violation> {
  const ids = await tenants.idsOfA();
  const before = await tenants.rowsOfA();
  const answer = await tenants.send("b", { method: "POST", path: `/threads/${ids.thread_id}/${route}`, body: creations[route] });
  const isRefused = answer.status === 409 || (route === "commands" && answer.text.includes("already exists"));
  return firstViolation({
    [`${route} of a taken id got ${answer.status}: ${answer.text.slice(0, 200)}`]: isRefused && !answer.text.includes(CANARY),
    [`${route} of a taken id changed what is of a`]: (await tenants.rowsOfA()) === before,
  });
}

/** The thread's events and its state, by a WebSocket: as for a thread that nobody has. */
async function watch(tenants: TwoTenants): Promise<Violation> {
  const { thread_id: thread } = await tenants.idsOfA();
  const [own, foreign, operator, nobody] = await Promise.all(
    (["a", "b", "operator", "nobody"] as const).map((who) => tenants.socket(who, thread)),
  );
  return firstViolation({
    [`a WebSocket of a itself got ${own?.slice(0, 200)}`]: own?.includes(CANARY) === true,
    [`a WebSocket of b got ${foreign?.slice(0, 400)}`]: foreign?.includes(CANARY) === false && !foreign.includes('"lifecycle"'),
    [`a WebSocket of an operator got ${operator?.slice(0, 400)}`]:
      operator?.includes(CANARY) === false && !operator.includes('"lifecycle"'),
    [`a WebSocket of nobody got ${nobody?.slice(0, 200)}`]: nobody === "4401",
  });
}

async function measureLocks(locks: Locks, rounds: number): Promise<Tally> {
  const tenants = await twoTenants(locks);
  const keys = Object.entries(operations).flatMap(([key, { scope }]) => (scope === "open" ? [] : [key]));
  const trials = Array.from({ length: rounds }, () => [
    ...keys.map((key) => () => meet(tenants, key)),
    ...Object.keys(creations).map((route) => () => createTaken(tenants, route)),
    () => watch(tenants),
  ]).flat();
  const tally = await runTrials({ trials: trials.length, width: 1 }, async (at) => trials[at]?.());
  await tenants.close();
  return tally;
}

measurePromise({
  promise: "no tenant reads, changes or learns of what another one has, by any route",
  off: "no statement filters by tenant, without row-level security",
  trials: { full: 5, quick: 1, off: 1 },
  protections: ["tenantFilter"],
  async measure(rounds, without) {
    if (without.length > 0) return measureLocks({ second: false, without }, rounds);
    return sumTallies(
      await measureLocks({ second: false, without: [] }, rounds),
      await measureLocks({ second: true, without: ["tenantFilter"] }, rounds),
      await measureLocks({ second: true, without: [] }, rounds),
    );
  },
});
