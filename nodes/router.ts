/** A router: the label of what its channel holds, or the best choice of its classifier and `lowConfidence` when its confidence is too low. */
import type { NormalClassifier, NormalRouter, NormalSwitch } from "../language/kinds/router/router-node.ts";
import { namedRetryable, runAttempts } from "./attempts/run-attempts.ts";
import { contextFor } from "./call/context.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { takeArgs, valueAt } from "./call/take-args.ts";
import { choose } from "./choose.ts";

export async function runRouter(call: Call<NormalRouter>): Promise<Outcome> {
  const { node } = call;
  return node.on === undefined ? classify({ ...call, node }) : switchOn({ ...call, node });
}

/** A value that is not a declared label fails the run. */
async function switchOn({ node, state, ports, scope }: Call<NormalSwitch>): Promise<Outcome> {
  await ports.started(scope, { hasEffects: false });
  return { label: labelOf(node, valueAt(state, node.on)) };
}

function labelOf({ by, above = 0, nothing }: NormalSwitch, value: unknown): string {
  if (value == null && nothing !== undefined) return nothing;
  switch (by) {
    case "items":
      return Array.isArray(value) && value.length > 0 ? "some" : "empty";
    case "truth":
      return value === true ? "yes" : value === false ? "no" : String(value);
    case "above":
      return isAbove(Array.isArray(value) ? value.length : value, above);
    case "presence":
      return "present";
    case "value":
      return String(value);
  }
}

const isAbove = (size: unknown, above: number): string => (typeof size !== "number" ? String(size) : size > above ? "above" : "within");

async function classify(call: Call<NormalClassifier>): Promise<Outcome> {
  const { node, registry } = call;
  const router = registry.routers?.[node.router];
  if (!router) throw new TypeError(`registry has no router "${node.router}"`);
  const args = await takeArgs(call, router.args, node.args);
  await call.ports.started(call.scope, { hasEffects: false });
  return runAttempts(call, { isRetryable: namedRetryable }, async (attempt) => ({
    label: choose(await router.run(args, contextFor(call, attempt)), node),
  }));
}
