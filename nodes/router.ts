/** A router: the best choice of its classifier, or `lowConfidence` when that choice is not sure enough. */
import type { NormalRouter } from "../language/kinds/router.ts";
import { contextFor } from "./context.ts";
import type { Call, Outcome } from "./kind.ts";
import { runAttempts } from "./run-attempts.ts";
import { takeArgs } from "./take-args.ts";

export async function runRouter(call: Call<NormalRouter>): Promise<Outcome> {
  const { node, registry } = call;
  const router = registry.routers?.[node.router];
  if (!router) throw new TypeError(`registry has no router "${node.router}"`);
  const args = takeArgs(call, router.args, node.args);
  await call.ports.started(call.scope);
  return runAttempts(call, {}, async (attempt) => {
    const [best, second] = await router.run(args, contextFor(call, attempt));
    if (!best) throw new Error(`router "${node.router}" gave no choice`);
    const sure = node.lowConfidence;
    if (!sure) return { label: best.label };
    const close = sure.margin !== undefined && second !== undefined && best.confidence - second.confidence < sure.margin;
    return { label: best.confidence < sure.below || close ? "lowConfidence" : best.label };
  });
}
