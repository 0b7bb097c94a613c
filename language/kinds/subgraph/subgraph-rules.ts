/** Rules of subgraphs: the graph exists, is given its input, every ending is routed, and outputs fit their channels. */

import type { Issue } from "../../issues/issue.ts";
import { checkInputs } from "../../rules/arguments.ts";
import { checkLabels } from "../../rules/labels.ts";
import { checkChannelKey, checkReference, namedIn } from "../../rules/references.ts";
import { nearestAdvice, type RuleContext } from "../../rules/rule-context.ts";
import { describeSchema, fits } from "../../schema/fits.ts";
import { updateSchemaOf } from "../../schema/json-schema.ts";
import { WAIT } from "../../terms/labels.ts";
import type { SubgraphFacts } from "../../terms/subgraph-facts.ts";
import type { SubgraphData } from "./subgraph-node.ts";
import { checkWith } from "./subgraph-with.ts";

export function checkSubgraph(node: SubgraphData, context: RuleContext): Issue[] {
  const facts = context.subgraph(node.graph);
  if (!facts && context.locals.includes(node.graph)) return [callsItself(context, node)];
  if (!facts) return checkReference(context, { what: "graph", name: node.graph, group: context.registry.graphs, path: ["graph"] });
  const owner = `graph "${node.graph}"`;
  return [
    ...checkInputs(context, { owner, fields: inputsOf(facts), said: node.input ?? {}, field: "input" }),
    ...checkWith(context, node, facts),
    ...checkWaiting(context, node, facts),
    ...checkSignals(context, node, facts),
    ...checkEndings(context, node, facts),
    ...Object.entries(node.output ?? {}).flatMap(([channel, source]) => checkOutput(context, { channel, source, facts, owner })),
  ];
}

/** A local graph has the channels of its caller: they fit, and what must be written there the flow says. */
const inputsOf = ({ inputs, isLocal }: SubgraphFacts): SubgraphFacts["inputs"] =>
  isLocal ? new Map([...inputs].map(([name, field]) => [name, { ...field, required: false }])) : inputs;

function callsItself(context: RuleContext, { graph }: SubgraphData): Issue {
  return context.issue("GRAPH_CALLS_ITSELF", ["graph"], `graph "${graph}" is called from inside itself, so a call would never end.`, {
    hint: "Let it end, and let its caller call it again.",
  });
}

/** The message would reach the caller, which cannot see the node that waits. */
function checkWaiting(context: RuleContext, node: SubgraphData, { writtenAtStops }: SubgraphFacts): Issue[] {
  if (!writtenAtStops?.has(WAIT)) return [];
  return [
    context.issue(
      "SUBGRAPH_WAITS",
      ["graph"],
      `graph "${node.graph}" waits for a message, which reaches only the graph that the thread runs.`,
      {
        hint: 'Let it ask by an interrupt `by: "requester"` instead of the target "wait".',
      },
    ),
  ];
}

/** A signal is sent to a thread and handled by its graph: a graph inside never receives it. */
function checkSignals(context: RuleContext, node: SubgraphData, { signals }: SubgraphFacts): Issue[] {
  if (signals.length === 0) return [];
  const names = signals.map((name) => `"${name}"`);
  return [
    context.issue(
      "SUBGRAPH_SIGNALS",
      ["graph"],
      `graph "${node.graph}" takes the signals ${names.join(", ")}, which reach only the graph that the thread runs.`,
      { hint: "Declare them here, under `signals`, where they can be given." },
    ),
  ];
}

function checkEndings(context: RuleContext, node: SubgraphData, { ends }: SubgraphFacts): Issue[] {
  const owner = `graph "${node.graph}"`;
  if (ends.length === 0) {
    const missing =
      node.next === undefined ? [context.issue("MISSING_FIELD", ["next"], `"next" is missing: ${owner} ends without a label.`)] : [];
    const extra = node.routes
      ? [context.issue("UNKNOWN_FIELD", ["routes"], `${owner} ends without a label, so nothing can be routed.`, { hint: "Say `next`." })]
      : [];
    return [...missing, ...extra];
  }
  if (node.next !== undefined)
    return [
      context.issue("UNKNOWN_FIELD", ["next"], `${owner} ends with labels, so \`next\` is never taken.`, {
        hint: `Route each under \`routes\`: ${ends.join(", ")}.`,
      }),
    ];
  const issues = checkLabels(context, { owner, field: "routes", labels: ends, handled: node.routes ?? {} });
  return node.routes ? issues : issues.map((issue) => ({ ...issue, path: context.path }));
}

interface Output {
  readonly channel: string;
  readonly source: string;
  readonly facts: SubgraphFacts;
  readonly owner: string;
}

function checkOutput(context: RuleContext, { channel, source, facts, owner }: Output): Issue[] {
  const path = ["output", channel];
  const unknown = checkChannelKey(context, channel, path);
  const definition = namedIn(context.registry.state, channel);
  if (!definition) return unknown;
  const given = facts.source(source);
  if (!given)
    return [
      context.issue(
        "UNKNOWN_OUTPUT",
        path,
        `${owner} has no output "${source}".`,
        nearestAdvice(source, facts.outputs, [...context.path, ...path]),
      ),
    ];
  const wanted = updateSchemaOf(definition);
  if (fits(given.schema, wanted)) return [];
  return [
    context.issue(
      "WRITE_TYPE",
      path,
      `"${source}" of ${owner} is ${describeSchema(given.schema)}, but the channel "${channel}" takes ${describeSchema(wanted)}.`,
    ),
  ];
}
