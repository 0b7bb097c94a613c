/** Existing front ends recognise what a declared graph asks, and their answers take the decision of that name. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";
import { agentChatUi, agentInbox, assistantUi, deepAgentsUi } from "./readers.ts";
import { paid, refundChat } from "./refund-chat.ts";

describeOnBoth("a question in existing front ends", (open) => {
  let served: Served;
  let database: Database;
  beforeAll(async () => {
    database = await open();
    // one conversation for each test: the model goes on where it was
    const says = [500, "Paid.", 700, "Paid less.", 900, "Not paid.", 1, "One.", 2, 6, "Six."];
    const graph = compileGraph(refundChat(says), { ports: databasePorts(database, { log: consoleLog("silent") }) });
    served = await serveOn(database, { chat: graph });
  });
  afterAll(() => served.close());
  beforeEach(() => paid.splice(0));

  /** The headers of a run that is awaited come before its result. */
  const send = async (thread: string, body: object, how = "wait") => {
    const answer = await fetch(`${served.url}/threads/${thread}/runs/${how}`, {
      ...{ method: "POST", headers: { "content-type": "application/json" } },
      body: JSON.stringify({ assistant_id: "chat", roles: ["lead"], by: "lea", ...body }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const resume = (thread: string, answer: unknown) => send(thread, { command: { resume: answer } });
  const say = (content: string) => ({ input: { messages: [{ role: "user", content }] } });
  const stateOf = async (thread: string) => {
    const { values, tasks } = await served.client.threads.getState<{ messages: Record<string, unknown>[] }>(thread);
    const thread_ = await served.client.threads.get(thread);
    expect(thread_.values).toEqual(values);
    const [history] = await served.client.threads.getHistory(thread, { limit: 1 });
    expect(history?.values).toEqual(values);
    return {
      values,
      messages: values.messages,
      interrupt: tasks.at(-1)?.interrupts[0],
      searched: Object.values(thread_.interrupts)[0]?.[0],
    };
  };
  const asked = async () => {
    const { thread_id } = await served.client.threads.create();
    await send(thread_id, say("Refund me."));
    return thread_id;
  };
  const confirming = async () => {
    const thread = await asked();
    await resume(thread, { decisions: [{ type: "approve" }] });
    paid.splice(0);
    return thread;
  };
  const kinds = (messages: Record<string, unknown>[]) => messages.map(({ type }) => type);

  it("shows a tool call below the message that calls it, keeps it with its result, and asks the next question there", async () => {
    const { thread_id } = await served.client.threads.create();
    const seen: Record<string, unknown[]> = { updates: [], values: [] };
    const streamMode = ["updates", "values"] as ("updates" | "values")[];
    for await (const { event, data } of served.client.runs.stream(thread_id, "chat", { ...say("Refund me."), streamMode }))
      seen[event]?.push(data);
    expect(assistantUi(seen.updates?.at(-1))).toMatchObject({ actionRequests: [{ name: "refund", args: { cents: 500 } }] });
    expect(seen.values?.at(-1)).toHaveProperty("__interrupt__");
    expect(seen.values?.at(-2)).toMatchObject({ messages: [{ type: "human" }, { type: "ai", tool_calls: [{ name: "refund" }] }] });

    const waiting = await stateOf(thread_id);
    expect(agentChatUi(waiting)).toEqual(["approve", "edit", "reject", "respond"]);
    expect(agentInbox(waiting.searched)).toEqual({ action: "refund", args: { cents: 500 }, accepts: true, edits: true, responds: true });
    expect(deepAgentsUi(waiting)).toEqual(["approve", "edit", "reject", "respond"]);
    expect(waiting.messages.at(-1)).toMatchObject({ type: "ai", tool_calls: [{ id: "call-0", name: "refund", args: { cents: 500 } }] });

    await resume(thread_id, { decisions: [{ type: "approve" }] });
    expect(paid).toEqual([500]);
    const confirm = await stateOf(thread_id);
    expect(kinds(confirm.messages)).toEqual(["human", "ai", "tool", "ai", "ai"]);
    expect(confirm.messages[1]).toMatchObject({ id: waiting.messages.at(-1)?.id, tool_calls: [{ id: "call-0" }] });
    expect(confirm.messages[2]).toMatchObject({ tool_call_id: "call-0" });
    expect(confirm.messages.at(-1)).toMatchObject({ content: "Was it paid?", tool_calls: [{ name: "confirm" }] });
    expect(agentChatUi(confirm)).toEqual(["approve", "edit", "reject"]);
    expect(deepAgentsUi(confirm)).toEqual(["approve", "edit", "reject"]);
    expect(agentInbox(confirm.searched)).toMatchObject({
      action: "confirm",
      args: { cents: null },
      accepts: true,
      edits: true,
      responds: true,
    });
    expect((await resume(thread_id, [{ type: "accept", args: null }])).status).toBe(200);
    const ended = await stateOf(thread_id);
    expect(kinds(ended.messages)).toEqual(["human", "ai", "tool", "ai"]);
    expect(new Set(ended.messages.map(({ id }) => id)).size).toBe(4);
    const { items } = { items: await jsonOf(fetch(`${served.url}/interrupts?thread_id=${thread_id}`)) };
    expect(items.map((item: { decision: string }) => item.decision).toSorted()).toEqual(["approve", "paid"]);
  });

  it("takes an edit as inboxes send it: every argument, numbers as texts", async () => {
    const thread = await asked();
    const sent = await resume(thread, [{ type: "edit", args: { action: "refund", args: { cents: "80" } } }]);
    expect(sent.status).toBe(200);
    expect(paid).toEqual([80]);
    const { messages } = await stateOf(thread);
    expect(messages[1]).toMatchObject({ tool_calls: [{ args: { cents: 80 } }] });
    const shown = (await stateOf(thread)).interrupt?.value as { actionRequests: { args: Record<string, unknown> }[] };
    const args = { ...shown.actionRequests[0]?.args, cents: "12" };
    const other = await resume(thread, {
      decisions: [{ type: "edit", edited_action: { name: "confirm", args: { ...args, messages: "none" } } }],
    });
    expect([other.status, other.text]).toEqual([400, expect.stringContaining('"messages" cannot be edited here, only cents')]);
    expect((await resume(thread, { decisions: [{ type: "edit", edited_action: { name: "confirm", args } }] })).status).toBe(200);
    expect((await stateOf(thread)).values).toMatchObject({ cents: 12 });
  });

  it("takes a refusal with its words, refuses what is not offered, and leaves open what is ignored", async () => {
    const thread = await asked();
    expect((await resume(thread, { decisions: [{ type: "reject", message: "not today" }] })).status).toBe(200);
    expect(paid).toEqual([]);
    expect((await stateOf(thread)).messages[2]).toMatchObject({ type: "tool", content: "not today", status: "error" });

    const unknown = await resume(thread, { decisions: [{ type: "respond", message: "hm" }] });
    expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining('the question has no decision for "respond"')]);
    const ignored = await send(thread, { command: { resume: [{ type: "ignore", args: null }] } }, "");
    expect([ignored.status, JSON.parse(ignored.text).status]).toEqual([200, "success"]);
    const resolved = await send(thread, { command: { goto: "__end__" } });
    expect([resolved.status, resolved.text]).toEqual([409, expect.stringContaining("It cannot be marked as resolved")]);
    await expect(served.client.threads.updateState(thread, { values: null, asNode: "__end__" })).rejects.toThrow("409");
    expect((await stateOf(thread)).interrupt).toBeDefined();
    // Agent Inbox's response is what it shows where a call may be rejected
    expect((await resume(thread, [{ type: "response", args: "wrong customer" }])).status).toBe(200);
    expect((await stateOf(thread)).messages.at(-1)).toMatchObject({ type: "human", content: "wrong customer" });
  });

  it("does not ask again once it is answered, and drops the results that chats make up for its calls", async () => {
    const thread = await confirming();
    const { messages, interrupt } = await stateOf(thread);
    const made = {
      type: "tool",
      id: "do-not-render-1",
      tool_call_id: interrupt?.id,
      name: "confirm",
      content: "Successfully handled tool call.",
    };
    const next = await send(thread, { input: { messages: [made, { role: "user", content: "And now?" }] } }, "");
    expect(next.status).toBe(200);
    expect(messages.at(-1)).toMatchObject({ tool_calls: [{ id: interrupt?.id }] });
    await resume(thread, { decision: "paid" });
    const { run_id } = JSON.parse(next.text);
    await served.client.runs.join(thread, run_id);
    const after = await stateOf(thread);
    expect(after.messages.filter(({ id }) => id === made.id)).toEqual([]);
    expect(after.interrupt?.id).not.toBe(interrupt?.id);
  });

  it("is shown and answered as today's where an older version has asked it", async () => {
    const thread = await asked();
    const without = async (...keys: string[]) => {
      const older =
        "update signalbox.interrupts set payload = (payload::jsonb - $2::text[])::json where thread_id = $1 and status = 'pending'";
      await database.sql.query(older, [thread, keys]);
      const { values, interrupts } = await served.client.threads.get(thread);
      const interrupt = Object.values(interrupts)[0]?.[0];
      expect((await jsonOf(fetch(`${served.url}/interrupts?thread_id=${thread}&status=pending`)))[0].value).toEqual(interrupt?.value);
      return { values, interrupt };
    };
    const calls = await without("action_requests", "review_configs", "message");
    expect(agentChatUi(calls)).toEqual(["approve", "edit", "reject", "respond"]);
    expect(agentInbox(calls.interrupt)).toMatchObject({ action: "refund", args: { cents: 6 }, responds: true });
    expect(deepAgentsUi(calls)).toEqual(["approve", "edit", "reject", "respond"]);
    await resume(thread, { decisions: [{ type: "approve" }] });

    const question = await without("actionRequests", "action_requests", "reviewConfigs", "review_configs");
    expect(agentChatUi(question)).toEqual(["approve", "edit", "reject"]);
    expect(agentInbox(question.interrupt)).toMatchObject({ action: "confirm", args: { cents: null }, edits: true });
    const shown = question.interrupt?.value as { actionRequests: { args: object }[] };
    const args = { ...shown.actionRequests[0]?.args, cents: "7" };
    expect((await resume(thread, { decisions: [{ type: "edit", edited_action: { name: "confirm", args } }] })).status).toBe(200);
    expect((await stateOf(thread)).values).toMatchObject({ cents: 7 });
  });
});
