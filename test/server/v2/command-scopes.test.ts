/** Who may read a thread may not by that start runs or answer questions: each command asks for the scope of the route that does the same. */
import { describe, expect, it } from "vitest";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { answerTo, type Commanded } from "../../../server/v2/commands.ts";

const calls: string[] = [];
const call = (name: string) => async () => {
  calls.push(name);
  return name;
};
const v2 = { appliedThrough: async () => 0, start: call("start"), respond: call("respond"), state: call("state"), tree: call("tree") };
const commandedBy = (scopes: readonly string[]): Commanded => {
  const caller = localCaller("r");
  return {
    caller: { ...caller, principal: { ...caller.principal, scopes } },
    ...{ v2: v2 as unknown as Commanded["v2"], threadId: "t", from: { headers: undefined }, onError: () => {} },
  };
};
const respond = { id: 1, method: "input.respond", params: { interrupt_id: "q", response: 1 } };
const start = { id: 1, method: "run.start", params: { assistant_id: "a", input: {} } };

describe("a command", () => {
  it.each<[object, string[], string]>([
    [start, ["threads:read"], "permission_denied"],
    [start, ["threads:read", "runs:write"], "start"],
    [respond, ["threads:read", "runs:write"], "permission_denied"],
    [respond, ["threads:read", "decisions:write"], "respond"],
    [{ ...respond, params: { ...respond.params, goto: "x" } }, ["threads:read", "decisions:write"], "permission_denied"],
    [{ ...respond, params: { ...respond.params, update: {} } }, ["decisions:write", "state:write"], "respond"],
    [{ id: 1, method: "state.get" }, ["threads:read"], "state"],
    [{ id: 1, method: "agent.getTree" }, ["threads:read"], "tree"],
    [start, ["*"], "start"],
  ])("%j with %j: %s", async (command, scopes, expected) => {
    calls.length = 0;
    const answer = await answerTo(commandedBy(scopes), command);
    expect(answer.type === "error" ? answer.error : calls[0]).toBe(expected);
    expect(calls).toHaveLength(answer.type === "error" ? 0 : 1);
  });
});
