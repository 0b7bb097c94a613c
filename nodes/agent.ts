/** An agent: a language model with tools, or code. Code is tried again as a whole; a model's recovery sits inside it, round one call. */
import type { NormalAgent } from "../language/kinds/agent.ts";
import { asSaid } from "./as-said.ts";
import { contextFor } from "./context.ts";
import type { Call, Outcome } from "./kind.ts";
import { placeOutput } from "./place-output.ts";
import { namedRetryable, runAttempts } from "./run-attempts.ts";
import { runModelAgent } from "./run-model-agent.ts";
import { takeArgs } from "./take-args.ts";

export async function runAgent(call: Call<NormalAgent>): Promise<Outcome> {
  const { node, registry } = call;
  const agent = registry.agents?.[node.agent];
  if (!agent) throw new TypeError(`registry has no agent "${node.agent}"`);
  const args = takeArgs<Record<string, unknown>>(call, agent.args, node.args);
  await call.ports.started(call.scope);
  if (!("run" in agent)) return runModelAgent(call, agent, args);
  return runAttempts(call, { isRetryable: namedRetryable }, async (attempt) => ({
    label: "next",
    writes: asSaid(registry, placeOutput(node.writes, agent.output.parse(await agent.run(args, contextFor(call, attempt))))),
  }));
}
