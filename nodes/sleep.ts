/** A sleep: an interrupt that asks nobody, and that only its time answers. */
import { interrupt } from "@langchain/langgraph";
import type { NormalSleep } from "../language/kinds/sleep/sleep-node.ts";
import { isRecord } from "../language/schema/is-record.ts";
import { Cancelled } from "./attempts/failures.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { timeAt } from "./call/take-args.ts";
import { isCancel } from "./interrupt/answer.ts";

/** The value of the interrupt. Who keeps the time adds a span to the moment at which it is first seen. */
export type AwaitsTime = {
  readonly __awaits: "time";
  readonly graph: string;
  readonly node: string;
} & ({ readonly forMs: number } | { readonly until: string });

export const isAwaitsTime = (value: unknown): value is AwaitsTime =>
  isRecord(value) && value.__awaits === "time" && typeof value.node === "string" && ("forMs" in value || "until" in value);

export async function runSleep(call: Call<NormalSleep>): Promise<Outcome> {
  const { node, name, graph, ports, scope, signal } = call;
  signal.throwIfAborted();
  const span = node.until === undefined ? { forMs: node.forMs ?? 0 } : { until: timeAt(call, node.until) };
  // also when it continues: then its time has come
  const isOver = "until" in span && (await ports.time.hasCome(new Date(span.until)));
  if (!isOver && isCancel(interrupt({ __awaits: "time", graph, node: name, ...span } satisfies AwaitsTime))) throw new Cancelled();
  await ports.started(scope, { hasEffects: false });
  return { label: "next" };
}
