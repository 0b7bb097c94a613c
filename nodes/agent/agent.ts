/** An agent: a language model with tools, or code. Code is retried as a whole; a model is recovered inside the agent, around one call. */
import type { NormalAgent } from "../../language/kinds/agent/agent-node.ts";
import { namedRetryable, runAttempts } from "../attempts/run-attempts.ts";
import { constantsFor, contextFor } from "../call/context.ts";
import type { Call, Outcome } from "../call/kind.ts";
import { takeArgs } from "../call/take-args.ts";
import { answerOfCode } from "./agent-outcome.ts";
import { runModelAgent } from "./run-model-agent.ts";

export async function runAgent(call: Call<NormalAgent>): Promise<Outcome> {
  const { node, registry } = call;
  const agent = registry.agents?.[node.agent];
  if (!agent) throw new TypeError(`registry has no agent "${node.agent}"`);
  const args = await takeArgs<Record<string, unknown>>(call, agent.args, node.args);
  await call.ports.started(call.scope);
  const constants = await constantsFor(call, agent.with);
  if (!("run" in agent)) return runModelAgent(call, agent, { args, constants });
  return runAttempts(call, { isRetryable: namedRetryable }, async (attempt) =>
    answerOfCode(call, agent, await agent.run(args, contextFor(call, attempt, { constants }))),
  );
}
