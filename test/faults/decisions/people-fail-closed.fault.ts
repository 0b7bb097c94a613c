/** G26: every way to answer, without roles, without a name, under another spelling, with forged headers, for another tenant. Nothing is accepted, and every attempt is on record. */
import { compileGraph } from "../../../compile/compile-graph.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { type Answer, type Http, isRefused, serveOverHttp } from "../measure/http.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { runTrials, sumTallies } from "../measure/run-trials.ts";

interface Attempt {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No X-Forwarded-*: a server without authentication refuses those before it looks at the thread. */
const forged = { "x-roles": "lead", "x-user": "ann", "x-user-roles": "lead", "x-auth-user": "ann", "x-signalbox-by": "ann" };
const otherTenant = { "x-tenant-id": "another" };

/** On a payment that takes two leads, neither Rita, who requested it, nor Cleo, who has looked at it. */
const onPayment: readonly Attempt[] = [
  {},
  { body: { by: "ann" } },
  { body: { by: "ann", roles: [] } },
  { body: { by: "ann", roles: ["Lead"] } },
  { body: { by: "ann", roles: [" lead"] } },
  { body: { roles: ["lead"] } },
  ...["", " ", "\u200b", "anonymous", "deadline"].map((by) => ({ body: { by, roles: ["lead"] } })),
  ...["rita", "RITA", " Rita ", "Ri\u200bta", "Ｒita", "cleo", "CLEO\u00a0"].map((by) => ({ body: { by, roles: ["lead"] } })),
  { headers: forged },
  { body: { by: "ann" }, headers: forged },
  { body: { by: "ann", roles: ["lead"] }, headers: otherTenant },
];

/** On a question to Zoë, who requested the turn. */
const onOwnQuestion: readonly Attempt[] = [
  {},
  ...["", "requester", "zoë", "Zoe", "Zoë\u200b", "ann"].map((by) => ({ body: { by } })),
  { headers: { ...forged, "x-user": "Zoë" } as Record<string, string> },
  { body: { by: "Zoë" }, headers: otherTenant },
].map((attempt) => ("headers" in attempt ? { ...attempt, headers: ascii(attempt.headers ?? {}) } : attempt));

const onSignal: readonly Attempt[] = [
  {},
  { body: { by: "lee" } },
  { body: { by: "lee", roles: ["LEAD"] } },
  { headers: forged },
  { body: { by: "lee", roles: ["lead"] }, headers: otherTenant },
];

measurePromise({
  promise: "what a request does not say about people counts as no, and every attempt is on record",
  off: "a server that adds the missing roles and names",
  trials: { full: 20, quick: 2, off: 1 },
  protections: ["custom"],
  async measure(trials, without) {
    const eyes = compileGraph(fourEyes(), { ports: lazyPorts({ dataFolder: "memory://" }) });
    const desk = await faultDesk([], { graphs: { "four-eyes": eyes } });
    const http = await serveOverHttp(desk.runtime);
    const ways = waysOver(http, without.length > 0);
    const tallies: Tally[] = [];
    for (let trial = 0; trial < trials; trial++)
      tallies.push(await attemptsOnPayment(desk, ways, trial), await attemptsOfOthers(desk, ways), await attemptsToSignal(desk, ways));
    await http.close();
    await desk.runtime.stop();
    return sumTallies(...tallies);
  },
});

type Send = (attempt: Attempt) => Promise<Answer>;
type Ways = ReturnType<typeof waysOver>;

/** `adds`: what is missing is filled in on the way, as a server that fails open would. */
function waysOver(http: Http, adds: boolean) {
  let people = 0;
  const post = (path: string, own: object, { body = {}, headers = {} }: Attempt) => {
    const { by, roles } = body;
    people += 1;
    const said = adds
      ? { ...body, by: by || `person ${people}`, roles: Array.isArray(roles) && roles.length > 0 ? roles : ["lead"] }
      : body;
    return http.send("POST", path, { ...own, ...said }, headers);
  };
  const run = (thread: string, own: object, attempt: Attempt) => post(`/threads/${thread}/runs`, own, attempt);
  return {
    decision:
      (id: string, answer: object): Send =>
      (attempt) =>
        post(`/interrupts/${id}/decision`, answer, attempt),
    resume:
      (thread: string, graph: string, resume: unknown): Send =>
      (attempt) =>
        run(thread, { assistant_id: graph, command: { resume } }, attempt),
    message:
      (thread: string, graph: string, input: object): Send =>
      (attempt) =>
        run(thread, { assistant_id: graph, input }, attempt),
    signal:
      (thread: string): Send =>
      (attempt) =>
        post(`/threads/${thread}/signals/takeOver`, {}, attempt),
    start:
      (thread: string): Send =>
      (attempt) =>
        run(thread, { assistant_id: "four-eyes", input: { message: "unnamed" } }, attempt),
  };
}

async function attemptsOnPayment(desk: FaultDesk, ways: Ways, trial: number): Promise<Tally> {
  const { runtime } = desk;
  const { thread_id: other } = await runtime.threads.create({});
  const unnamed = await refusedBy(ways.start(other), [{}, { body: { by: " " } }, { headers: forged }]);
  const { thread_id } = await runtime.threads.create({});
  await runtime.runs.create(thread_id, { assistant_id: "four-eyes", input: { message: `payment ${trial}` }, by: "Rita" });
  const look = await desk.question(thread_id);
  const looks = [{}, { body: { roles: ["clerk"] } }, { body: { by: "Cleo" } }];
  const onLook = await refusedBy(ways.decision(look.id, { decision: "yes" }), looks);
  await runtime.interrupts.decide({ id: look.id, decision: "yes", by: "Cleo", roles: ["clerk"] }).catch(() => undefined);
  const { id } = await desk.question(thread_id);
  const approve = { decision: "approve" };
  const sends = [
    ways.decision(id, approve),
    ways.resume(thread_id, "four-eyes", approve),
    ways.resume(thread_id, "four-eyes", { [id]: approve }),
  ];
  const tallies = [unnamed, onLook];
  for (const send of sends) tallies.push(await refusedBy(send, onPayment));
  tallies.push(await refusedBy(ways.message(thread_id, "four-eyes", { message: "approve" }), [{}, { body: { by: "Rita" } }]));
  tallies.push(await recorded(desk, thread_id, looks.length + sends.length * ofTenant(onPayment) + 2));
  for (const by of ["ann", "bob"]) await runtime.interrupts.decide({ id, decision: "approve", by, roles: ["lead"] }).catch(() => undefined);
  return sumTallies(...tallies, await decidedBy(desk, id, "bob"));
}

async function attemptsOfOthers(desk: FaultDesk, ways: Ways): Promise<Tally> {
  const { thread_id } = await desk.begin({ message: "which?" }, "refund-desk", "Zoë");
  const { id } = await desk.question(thread_id);
  const answered = { decision: "answered", form: { text: "that one" } };
  const sends = [
    ways.decision(id, answered),
    ways.resume(thread_id, "refund-desk", answered),
    ways.message(thread_id, "refund-desk", { message: "that one" }),
  ];
  const tallies: Tally[] = [];
  for (const send of sends) tallies.push(await refusedBy(send, onOwnQuestion));
  tallies.push(await recorded(desk, thread_id, sends.length * ofTenant(onOwnQuestion)));
  await desk.runtime.interrupts.decide({ id, ...answered, by: "Zoe\u0308 " }).catch(() => undefined);
  return sumTallies(...tallies, await decidedBy(desk, id, "Zoë"));
}

async function attemptsToSignal(desk: FaultDesk, ways: Ways): Promise<Tally> {
  const { thread_id } = await desk.begin({ message: "signalled" });
  await desk.question(thread_id);
  return sumTallies(await refusedBy(ways.signal(thread_id), onSignal), await recorded(desk, thread_id, ofTenant(onSignal)));
}

/** For another tenant there is no thread on which an attempt could be recorded. */
const ofTenant = (attempts: readonly Attempt[]): number =>
  attempts.filter(({ headers = {} }) => headers["x-tenant-id"] === undefined).length;

/** Each must get a 4xx. */
const refusedBy = (send: Send, attempts: readonly Attempt[]): Promise<Tally> =>
  runTrials({ trials: attempts.length, width: 1 }, async (at) => {
    const answer = await send(attempts[at] ?? {});
    return isRefused(answer) ? undefined : `${JSON.stringify(attempts[at])} got ${answer.status}`;
  });

const recorded = ({ database }: FaultDesk, thread: string, attempts: number): Promise<Tally> =>
  runTrials({ trials: 1, width: 1 }, async () => {
    const rows = await database.sql.query(
      "select 1 from signalbox.audit where thread_id = $1 and what in ('interrupt.refused', 'signal.refused')",
      [thread],
    );
    return rows.length === attempts ? undefined : `${rows.length} of ${attempts} attempts are on record`;
  });

/** The right person still can. */
const decidedBy = ({ runtime }: FaultDesk, id: string, by: string): Promise<Tally> =>
  runTrials({ trials: 1, width: 1 }, async () => {
    const { decided_by } = await runtime.interrupts.get(id);
    return decided_by === by ? undefined : `decided by ${decided_by}, not by ${by}`;
  });

/** Headers hold no other characters. */
function ascii(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, encodeURIComponent(value)]));
}
