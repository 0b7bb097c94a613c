/** Rules of subgraphs: the graph exists, is given its input, every ending is routed, and outputs fit their channels. */

import type { Issue } from "../../issues/issue.ts";
import type { Subgraph } from "../../registry/registry.ts";
import { checkInputs } from "../../rules/arguments.ts";
import { checkLabels } from "../../rules/labels.ts";
import { nearestAdvice, type Place } from "../../rules/place.ts";
import { checkChannelKey, checkReference, namedIn } from "../../rules/references.ts";
import { describeSchema, fits } from "../../schema/fits.ts";
import { updateSchemaOf } from "../../schema/json-schema.ts";
import { type SubgraphFacts, subgraphFacts } from "../../terms/subgraph-facts.ts";
import type { SubgraphData } from "./subgraph.ts";

export function checkSubgraph(node: SubgraphData, place: Place): Issue[] {
  const graph = namedIn(place.registry.graphs, node.graph);
  if (!graph) return checkReference(place, { what: "graph", name: node.graph, group: place.registry.graphs, path: ["graph"] });
  const facts = subgraphFacts(graph);
  const owner = `graph "${node.graph}"`;
  return [
    ...checkInputs(place, { owner, fields: facts.inputs, said: node.input ?? {}, field: "input" }),
    ...checkWaiting(place, node, graph),
    ...checkSignals(place, node, graph),
    ...checkEndings(place, node, facts),
    ...Object.entries(node.output ?? {}).flatMap(([channel, source]) => checkOutput(place, { channel, source, facts, owner })),
  ];
}

/** The message would reach the caller, which knows nothing of the node that waits. */
function checkWaiting(place: Place, node: SubgraphData, graph: Subgraph): Issue[] {
  if ("graph" in graph || !place.surroundings.writtenAtStops(graph).has("wait")) return [];
  return [
    place.issue(
      "SUBGRAPH_WAITS",
      ["graph"],
      `graph "${node.graph}" waits for a message, which reaches only the graph that the thread runs.`,
      {
        hint: 'Let it ask by an interrupt `by: "requester"` instead of the target "wait".',
      },
    ),
  ];
}

/** A signal is given to a thread, and its graph takes it: one inside is never asked. */
function checkSignals(place: Place, node: SubgraphData, graph: Subgraph): Issue[] {
  if ("graph" in graph || Object.keys(graph.signals ?? {}).length === 0) return [];
  const names = Object.keys(graph.signals ?? {}).map((name) => `"${name}"`);
  return [
    place.issue(
      "SUBGRAPH_SIGNALS",
      ["graph"],
      `graph "${node.graph}" takes the signals ${names.join(", ")}, which reach only the graph that the thread runs.`,
      { hint: "Declare them here, under `signals`, where they can be given." },
    ),
  ];
}

function checkEndings(place: Place, node: SubgraphData, { ends }: SubgraphFacts): Issue[] {
  const owner = `graph "${node.graph}"`;
  if (ends.length === 0) {
    const missing =
      node.next === undefined ? [place.issue("MISSING_FIELD", ["next"], `"next" is missing: ${owner} ends without a label.`)] : [];
    const extra = node.routes
      ? [place.issue("UNKNOWN_FIELD", ["routes"], `${owner} ends without a label, so nothing can be routed.`, { hint: "Say `next`." })]
      : [];
    return [...missing, ...extra];
  }
  if (node.next !== undefined)
    return [
      place.issue("UNKNOWN_FIELD", ["next"], `${owner} ends with labels, so \`next\` is never taken.`, {
        hint: `Route each under \`routes\`: ${ends.join(", ")}.`,
      }),
    ];
  const issues = checkLabels(place, { owner, field: "routes", labels: ends, handled: node.routes ?? {} });
  return node.routes ? issues : issues.map((issue) => ({ ...issue, path: place.path }));
}

interface Output {
  readonly channel: string;
  readonly source: string;
  readonly facts: SubgraphFacts;
  readonly owner: string;
}

function checkOutput(place: Place, { channel, source, facts, owner }: Output): Issue[] {
  const path = ["output", channel];
  const unknown = checkChannelKey(place, channel, path);
  const definition = namedIn(place.registry.state, channel);
  if (!definition) return unknown;
  const given = facts.source(source);
  if (!given)
    return [
      place.issue("UNKNOWN_OUTPUT", path, `${owner} gives no "${source}".`, nearestAdvice(source, facts.outputs, [...place.path, ...path])),
    ];
  const wanted = updateSchemaOf(definition);
  if (given.required && fits(given.schema, wanted)) return [];
  const optional = given.required ? "" : " or nothing";
  return [
    place.issue(
      "WRITE_TYPE",
      path,
      `"${source}" of ${owner} is ${describeSchema(given.schema)}${optional}, but the channel "${channel}" takes ${describeSchema(wanted)}.`,
    ),
  ];
}
