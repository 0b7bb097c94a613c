/** What is done in whose name where callers are known: the credential says so, and the body cannot. */
import { Annotation, START, StateGraph } from "@langchain/langgraph";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup, tool } from "../../../language/index.ts";
import type { RunConfig } from "../../../persistence/statements/runs/rows.ts";
import type { Caller, Principal, Represented } from "../../../runtime/identity/caller.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const witness = setup({
  roles: ["lead"],
  state: { what: z.string(), seen: z.string() },
  tools: {
    who: tool({
      errors: {},
      effect: "none",
      args: z.object({}),
      output: z.string(),
      run: async (_args, { principal, decider, tenant }) => JSON.stringify({ asked: principal, decided: decider, tenant }),
    }),
  },
  questions: { go: question({ prompt: "Go on?", decisions: { yes: null } }) },
});
const askAndTell = witness.defineGraph({
  id: "witness",
  version: 1,
  start: "ask",
  input: ["what"],
  nodes: {
    ask: { kind: "interrupt", question: "go", by: ["lead"], decisions: { yes: "who" } },
    who: { kind: "tool", tool: "who", writes: "seen", next: "end" },
  },
});
const raw = new StateGraph(Annotation.Root({ seen: Annotation<unknown> }))
  .addNode("see", (_state, { configurable }) => ({
    seen: [configurable?.langgraph_auth_user, configurable?.langgraph_auth_user_id, configurable?.user_id],
  }))
  .addEdge(START, "see")
  .compile();

const callerOf = (principal: Partial<Principal> & Pick<Principal, "id">, onBehalfOf?: Represented): Caller => ({
  principal: { kind: "person", tenant: "acme", roles: [], scopes: ["*"], via: `key:${principal.id}`, ...principal },
  requestId: "r",
  onBehalfOf,
});
const rita = callerOf({ id: "rita" });
const cleo = callerOf({ id: "cleo", roles: ["clerk"] });
const lead = (id: string) => callerOf({ id, roles: ["lead"] });
const bot = (onBehalfOf?: Represented) => callerOf({ id: "bot", kind: "service", roles: ["lead", "clerk"] }, onBehalfOf);

describeOnBoth("a known caller", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    const graphs = { witness: compileGraph(askAndTell, { ports: lazyPorts({ dataFolder: "memory://" }) }), raw };
    desk = await deskOn(await open(), { graph: fourEyes(), graphs });
  });
  afterAll(() => desk.runtime.stop());
  const as = (caller: Caller) => desk.runtime.as(caller);

  async function waiting(assistant_id: string, input: object): Promise<{ thread_id: string; id: string }> {
    const { thread_id } = await as(rita).threads.create({});
    const { run_id } = await as(rita).runs.create(thread_id, { assistant_id, input });
    await as(rita).runs.join(thread_id, run_id);
    return { thread_id, id: await openOn(thread_id) };
  }
  const openOn = async (thread_id: string): Promise<string> => {
    const { items } = await as(rita).interrupts.list({ thread_id, status: "pending", limit: 1, offset: 0 });
    return items[0]?.id ?? "";
  };

  it("decides in its own name and with its own roles, whatever the body says", async () => {
    const { thread_id, id } = await waiting("witness", { what: "w" });
    const yes = { id, decision: "yes" };
    await expect(as(lead("ann")).interrupts.decide({ ...yes, by: "bob" })).rejects.toMatchObject({ code: "NOT_YOU" });
    await expect(as(rita).interrupts.decide({ ...yes, roles: ["lead"] })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(as(rita).interrupts.decide(yes)).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    const decided = await as(lead("ann")).interrupts.decide({ ...yes, by: " ann" });
    expect(decided).toMatchObject({ decided_by: "ann", answers: [{ by: "ann", roles: ["lead"] }] });
    const result = await as(rita).runs.join(thread_id, decided.resume_run_id ?? "");
    expect(JSON.parse(z.object({ seen: z.string() }).parse(result).seen)).toEqual({
      asked: { id: "rita", kind: "person", roles: [], via: "key:rita" },
      decided: { id: "ann", kind: "person", roles: ["lead"], via: "key:ann" },
      tenant: "acme",
    });
    const [row] = await desk.database.sql.query("select detail from signalbox.audit where thread_id = $1 and what = 'interrupt.decided'", [
      thread_id,
    ]);
    expect(row).toMatchObject({ detail: { by: "ann", roles: ["lead"], credential: "key:ann" } });
  });

  it("counts a service as nobody's second pair of eyes, and those for whom it answers only if its key vouches for them", async () => {
    const { thread_id, id: look } = await waiting("refund-desk", { message: "refund" });
    const looked = await as(cleo).interrupts.decide({ id: look, decision: "yes" });
    await as(rita).runs.join(thread_id, looked.resume_run_id ?? "");
    const id = await openOn(thread_id);
    const approve = { id, decision: "approve" };
    const dana = (id: string, isDistinct: boolean): Represented => ({ id, roles: ["lead"], isDistinct });
    for (const caller of [bot(), bot(dana("slack/dana", false)), bot(dana("rita", true)), bot(dana("cleo", true))])
      await expect(as(caller).interrupts.decide(approve)).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    expect((await as(bot(dana("slack/dana", true))).interrupts.decide(approve)).status).toBe("pending");
    await expect(as(bot(dana("slack/dana", true))).interrupts.decide(approve)).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
      facts: { first: { by: "slack/dana", via: "bot" } },
    });
    expect(await as(bot(dana("slack/eli", true))).interrupts.decide(approve)).toMatchObject({
      decided_by: "slack/eli",
      decided_via: "bot",
    });
  });

  it("is shown to a graph built by hand as LangGraph's server shows it, and cannot say another user_id", async () => {
    const ask = (config: RunConfig) =>
      as(callerOf({ id: "zoe", name: "Zoë", scopes: ["runs:write"], claims: { org: 7 } })).runs.create(null, {
        assistant_id: "raw",
        input: {},
        config,
      });
    await expect(ask({ configurable: { user_id: "rita" } })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { run_id } = await ask({ configurable: { user_id: "zoe" } });
    const user = { org: 7, identity: "zoe", display_name: "Zoë", is_authenticated: true, permissions: ["runs:write"] };
    expect(await as(rita).runs.join(null, run_id)).toEqual({ seen: [user, "zoe", "zoe"] });
    // nor have runs of others on its thread, which keeps what it was given
    const { thread_id } = await as(rita).threads.create({});
    const started = [rita, lead("ann")].map((caller, at) => async () => {
      const config = { configurable: at === 0 ? { user_id: "rita" } : {} };
      const run = await as(caller).runs.create(thread_id, { assistant_id: "raw", input: {}, config });
      return (await as(rita).runs.join(thread_id, run.run_id)) as { seen: unknown[] };
    });
    expect((await started[0]?.())?.seen[2]).toBe("rita");
    expect((await started[1]?.())?.seen[2]).toBe("ann");
  });

  it("is named where a run goes on from an older checkpoint, which can step past a question", async () => {
    const { thread_id } = await waiting("raw", {});
    const [, state] = await as(rita).threads.history(thread_id);
    const run = await as(lead("ann")).runs.create(thread_id, {
      assistant_id: "raw",
      input: {},
      checkpoint_id: state?.checkpoint?.checkpoint_id,
    });
    const rows = await desk.database.sql.query("select detail from signalbox.audit where run_id = $1 and what = 'thread.edited'", [
      run.run_id,
    ]);
    expect(rows).toMatchObject([{ detail: { by: "ann", credential: "key:ann" } }]);
  });
});
