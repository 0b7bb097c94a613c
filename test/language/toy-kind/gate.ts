/** A kind that does not exist: a gate asks a task whether it is open. Its whole source, and the lines that the lists of kinds get. */

export const newFiles: Readonly<Record<string, string>> = {
  "language/kinds/gate/gate.ts": `/** Gate nodes: a task that answers "open" or "shut". */
import { z } from "zod";
import type { Vocabulary } from "../../registry/vocabulary.ts";
import { checkCode } from "../../rules/code.ts";
import { namedIn } from "../../rules/references.ts";
import { edgeTo } from "../../terms/edge.ts";
import { channelsBehind } from "../../terms/source.ts";
import { argumentReads, completeArguments } from "../kind/arguments.ts";
import type { NormalCommon } from "../kind/common.ts";
import { channelMentions, type PlainKindOf } from "../kind/kind.ts";
import { name, type NormalPolicy, normalPolicy, policyShape, target } from "../kind/policy.ts";

export interface GateNode<V extends Vocabulary, T extends string> {
  kind: "gate";
  asks: keyof V["tasks"] & string;
  open: T;
  shut: T;
}

const shape = z.strictObject({ kind: z.literal("gate"), asks: name, open: target, shut: target, onError: target.optional(), ...policyShape });
export type GateData = z.infer<typeof shape>;

export interface NormalGate extends NormalCommon, NormalPolicy {
  kind: "gate";
  asks: string;
  args: Record<string, string>;
  open: string;
  shut: string;
}

export const gateKind: PlainKindOf<GateData, NormalGate> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, { registry, defaults }) => ({
    kind: "gate",
    asks: node.asks,
    args: completeArguments(namedIn(registry.tasks, node.asks)?.args, {}, registry),
    open: node.open,
    shut: node.shut,
    ...normalPolicy(node, defaults),
  }),
  edges: ({ open, shut }) => [edgeTo(open, { label: "open", path: ["open"] }), edgeTo(shut, { label: "shut", path: ["shut"] })],
  mentions: ({ asks, args }) => [{ group: "tasks", name: asks }, ...channelMentions(channelsBehind(args))],
  reads: ({ asks, args }, registry) => argumentReads(namedIn(registry.tasks, asks)?.args, args),
  canAsk: () => false,
  check: (node, context) => checkCode(context, { what: "asks", name: node.asks, group: context.registry.tasks, node: {} }),
};
`,
  "nodes/gate.ts": `/** A gate: its task's label is its own. */
import type { NormalGate } from "../language/kinds/gate/gate.ts";
import type { Call, Outcome } from "./call/kind.ts";
import { runTask } from "./task.ts";

export const runGate = ({ node, ...call }: Call<NormalGate>): Promise<Outcome> =>
  runTask({ ...call, node: { ...node, kind: "task", task: node.asks, with: {}, routes: { open: node.open, shut: node.shut } } });
`,
  "testkit/kinds/gate.ts": `/** Gates for the test kit: a script answers for the task. */
import type { GateData, NormalGate } from "../../language/kinds/gate/gate.ts";
import { scripted } from "../forcing/forced.ts";
import type { KindKit } from "./kind-kit.ts";
import { codeKit } from "./recovery.ts";

export const gateKit: KindKit<GateData, NormalGate> = { ...codeKit, answer: ({ site, label }) => scripted(site, { label }) };
`,
};

/** File → lines, each with the line that it follows. */
export const newLines: Readonly<Record<string, readonly (readonly [after: string, line: string])[]>> = {
  "language/kinds/body/plain.ts": [
    ['import type { AgentNode } from "../agent/agent-node.ts";', 'import { gateKind, type GateNode } from "../gate/gate.ts";'],
    ["  task: taskKind,", "  gate: gateKind,"],
    ["  | TaskNode<V, T, Ps>", "  | GateNode<V, T>"],
  ],
  "language/grammar.ts": [
    ['export type { TaskNode } from "./kinds/task/task.ts";', 'export type { GateNode } from "./kinds/gate/gate.ts";'],
  ],
  "nodes/index.ts": [
    ['import { runTask } from "./task.ts";', 'import { runGate } from "./gate.ts";'],
    ["  task: runTask,", "  gate: runGate,"],
  ],
  "draw/kind-looks.ts": [
    [
      "export const kindLooks: { readonly [K in NodeKind]: Look<NormalByKind[K]> } = {",
      '  gate: { outline: card, fill: "#ffffff", border: "#000000", brackets: ["[", "]"], legend: "gate", detail: (node) => node.asks },',
    ],
  ],
  "testkit/kinds/all.ts": [
    ['import { eachKit } from "./each.ts";', 'import { gateKit } from "./gate.ts";'],
    ["  task: taskKit,", "  gate: gateKit,"],
  ],
};

/** Uses the kind in all ways that a user would. */
export const program = `import { z } from "zod";
import { drawingOf } from "./draw/drawing/drawing-of.ts";
import { mermaidOf } from "./draw/formats/mermaid.ts";
import { svgOf } from "./draw/formats/svg.ts";
import { graphSchema } from "./language/graph/graph-schema.ts";
import { normalise } from "./language/graph/normalise.ts";
import { setup, task, validate } from "./language/index.ts";
import { enumeratePaths } from "./testkit/enumerate/enumerate-paths.ts";
import { runPath } from "./testkit/run-path.ts";

const isEven = task({ labels: ["open", "shut"], args: z.object({ count: z.number() }), run: async ({ count }) => ({ label: count % 2 ? "shut" : "open" }) });
const { defineGraph, registry } = setup({ state: { count: z.number(), numbers: z.array(z.number()) }, tasks: { isEven } });
const graph = defineGraph({
  id: "toy", version: 1, start: "entrance", input: ["count", "numbers"],
  nodes: {
    entrance: { kind: "gate", asks: "isEven", open: "all", shut: "end" },
    all: { kind: "each", over: "numbers", as: "count", do: { kind: "gate", asks: "isEven", open: "join", shut: "join" }, next: "end" },
  },
});
const wrong = { ...graph, nodes: { ...graph.nodes, entrance: { kind: "gate", asks: "isEvn", open: "all", shut: "nd" } } };
const drawing = drawingOf(normalise(graph, registry));
const { paths, notForced } = enumeratePaths(graph);
const forced = await Promise.all(paths.map(async ({ name, scenario }) => [name, (await runPath(graph, scenario)).path]));
console.log(JSON.stringify({
  issues: validate(registry, graph).issues,
  wrong: validate(registry, wrong).issues.map(({ code }) => code),
  schema: Object.keys(graphSchema().$defs as object).filter((name) => /gate/i.test(name)),
  mermaid: mermaidOf(drawing).includes("isEven"),
  svg: (await svgOf(drawing)).includes('class="gate"'),
  notForced,
  forced,
  path: (await runPath(graph, { input: { count: 2, numbers: [3] } })).path,
}));
`;
