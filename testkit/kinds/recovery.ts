/** What kinds of code have in common when they are retried. */
import type { NormalPolicy } from "../../language/graph/normal-graph.ts";
import { scripted } from "../forcing/forced.ts";
import type { KindKit, ToFail, Tries } from "./kind-kit.ts";

export const timeouts = ({ retry, timeoutMs }: NormalPolicy): Tries[] =>
  retry === undefined && timeoutMs === undefined ? [] : [{ code: "timeout", calls: retry?.maxAttempts ?? 1 }];

/** A kind that is one piece of code under a policy: its script decides everything. */
export const codeKit = {
  runsAlone: true,
  spendsTokens: false,
  fail: ({ site, code }: Pick<ToFail<unknown>, "site" | "code">) => scripted(site, { error: code }),
  isScripted: () => true,
  tries: (node: NormalPolicy) => timeouts(node),
} satisfies Partial<KindKit<unknown, NormalPolicy>>;
