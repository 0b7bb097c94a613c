/** A task: a step in code that answers one of its own labels. */
import type { NormalTask } from "../language/kinds/task/task.ts";
import { parseValue } from "../language/schema/sides/read-value.ts";
import { declaredRetryable, runAttempts } from "./attempts/run-attempts.ts";
import { constantsFor, contextFor } from "./call/context.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { placeOutput } from "./call/place-output.ts";
import { takeArgs } from "./call/take-args.ts";

export async function runTask(call: Call<NormalTask>): Promise<Outcome> {
  const { node, registry } = call;
  const task = registry.tasks?.[node.task];
  if (!task) throw new TypeError(`registry has no task "${node.task}"`);
  const args = await takeArgs(call, task.args, node.args);
  const constants = await constantsFor(call, task.with);
  await call.ports.started(call.scope, { hasEffects: false });
  return runAttempts(call, { isRetryable: declaredRetryable({}) }, async (attempt) => {
    const { label, output } = await task.run(args, contextFor(call, attempt, { constants }));
    return { label, writes: placeOutput(node.writes, task.output && (await parseValue(task.output, output))) };
  });
}
