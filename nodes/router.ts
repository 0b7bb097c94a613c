/** A router: the value of its channel, or the best choice of its classifier and `lowConfidence` when its confidence is too low. */
import type { NormalClassifier, NormalRouter, NormalSwitch } from "../language/kinds/router/router-node.ts";
import { namedRetryable, runAttempts } from "./attempts/run-attempts.ts";
import { contextFor } from "./call/context.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { takeArgs } from "./call/take-args.ts";
import { choose } from "./choose.ts";

export async function runRouter(call: Call<NormalRouter>): Promise<Outcome> {
  const { node } = call;
  return node.on === undefined ? classify({ ...call, node }) : switchOn({ ...call, node });
}

/** A value that is not a declared label fails the run. */
async function switchOn({ node, state, ports, scope }: Call<NormalSwitch>): Promise<Outcome> {
  await ports.started(scope, { hasEffects: false });
  return { label: String(state[node.on]) };
}

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
