/** A signal from outside (law 9), as the state update that makes the entry vertex go to the signal's target. */

import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { signalLabel } from "../../language/terms/labels.ts";
import type { Step } from "../../language/terms/step.ts";
import { OUTSIDE } from "../../language/terms/visit-name.ts";
import { PATH, SIGNAL } from "../../nodes/call/internal-channels.ts";
import { ENTRY } from "../enter-turn.ts";

export interface SignalUpdate {
  /** What it adds to the path. */
  readonly step: Step;
  readonly values: Readonly<Record<string, unknown>>;
  readonly asNode: string;
}

/** Apply it by `updateState` on a thread without a run, then call `invoke(null)`. It supersedes what the thread waited for. */
export function signalUpdate(graph: Pick<NormalGraph, "id" | "signals">, name: string): SignalUpdate {
  const signal = Object.hasOwn(graph.signals, name) ? graph.signals[name] : undefined;
  if (!signal)
    throw new SignalboxError(
      "UNKNOWN_SIGNAL",
      `graph "${graph.id}" has no signal "${name}". ${nearestHint(name, Object.keys(graph.signals))}`,
      { graph: graph.id, signal: name },
    );
  const step: Step = { node: OUTSIDE, label: signalLabel(name), target: signal.next };
  return { step, values: { [SIGNAL]: signal.next, [PATH]: [step] }, asNode: ENTRY };
}
