/** An insurance claim: parallel checks, a limit, two people for the large ones. */
import { z } from "zod";
import { agent, question, setup, task, tool } from "../../../language/index.ts";
import { never } from "./code-of-nothing.ts";

const Claim = z.object({ id: z.string(), amountCents: z.number() });
const check = task({ labels: ["ok", "reject"], args: z.object({ claim: Claim }), output: z.string(), run: never });
const claims = setup({
  roles: ["adjuster", "head-of-claims"],
  state: { claim: Claim, fraud: z.string(), policy: z.string(), damage: z.string(), letter: z.string() },
  agents: { letter: agent({ args: z.object({ claim: Claim }), output: z.string(), run: never }) },
  tasks: {
    fraudCheck: check,
    policyCheck: check,
    photoCheck: check,
    overLimit: task({ labels: ["yes", "no"], args: z.object({ claim: Claim }), with: z.object({ maxCents: z.number() }), run: never }),
  },
  tools: {
    pay: tool({ errors: { BANK_DOWN: "retryable" }, args: z.object({ claim: Claim }), output: z.string(), once: ["claim"], run: never }),
  },
  questions: { payClaim: question({ prompt: "Pay?", decisions: { approve: null, reject: null } }) },
});
// biome-ignore format: one node, one block
export const claimGraph = claims.defineGraph({
  id: "claim", version: 1, start: "checks", params: { limit: 1_000_000 }, input: ["claim"],
  nodes: {
    checks: { kind: "parallel", branches: {
      fraudCheck: { kind: "task", task: "fraudCheck", writes: "fraud", routes: { ok: "join", reject: "deny" } },
      policyCheck: { kind: "task", task: "policyCheck", writes: "policy", routes: { ok: "join", reject: "deny" } },
      photoCheck: { kind: "task", task: "photoCheck", writes: "damage", routes: { ok: "join", reject: "deny" } },
    }, next: "overLimit" },
    overLimit: { kind: "task", task: "overLimit", with: { maxCents: { param: "limit" } }, routes: { yes: "twoPeople", no: "pay" } },
    twoPeople: { kind: "interrupt", question: "payClaim", by: { roles: ["adjuster", "head-of-claims"], count: { approve: 2 }, not: ["requester"] },
      shows: ["claim", "fraud", "policy", "damage"], bind: ["claim"], decisions: { approve: "pay", reject: "deny" }, deadlines: [{ after: "2d", next: "deny" }] },
    pay: { kind: "tool", tool: "pay", onError: { BANK_DOWN: "twoPeople" }, next: "end" },
    deny: { kind: "agent", agent: "letter", writes: "letter", next: "end" },
  },
});
