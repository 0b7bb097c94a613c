/** A task: a step in code that answers one of its own labels. */
import type { NormalTask } from "../language/kinds/task/task.ts";
import { declaredRetryable, runAttempts } from "./attempts/run-attempts.ts";
import { contextFor } from "./call/context.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { placeOutput } from "./call/place-output.ts";
import { takeArgs } from "./call/take-args.ts";

export async function runTask(call: Call<NormalTask>): Promise<Outcome> {
  const { node, registry } = call;
  const task = registry.tasks?.[node.task];
  if (!task) throw new TypeError(`registry has no task "${node.task}"`);
  const args = takeArgs(call, task.args, node.args);
  await call.ports.started(call.scope);
  return runAttempts(call, { isRetryable: declaredRetryable({}) }, async (attempt) => {
    const { label, output } = await task.run(args, contextFor(call, attempt));
    return { label, writes: placeOutput(node.writes, task.output?.parse(output)) };
  });
}
