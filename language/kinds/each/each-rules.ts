/** Rules of each: a list to go over, a channel that holds an item, a sound body, and lists that take what is collected. */

import type { Issue, IssuePath } from "../../issues/issue.ts";
import { behaviourOf } from "../../registry/channels.ts";
import { unknownSource } from "../../rules/arguments.ts";
import { checkChannel, checkChannelKey, namedIn } from "../../rules/references.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import { describeSchema, fits } from "../../schema/fits.ts";
import {
  isSchema,
  type JsonSchema,
  mayBeEmpty,
  orNothing,
  resolve,
  sourceSchema,
  updateSchemaOf,
  valueSchemaOf,
} from "../../schema/json-schema.ts";
import { mayWrite } from "../../terms/edge.ts";
import { FAILURES, JOIN } from "../../terms/labels.ts";
import { channelOf } from "../../terms/source.ts";
import { bodyEdges, checkBody, normalBody } from "../body/body.ts";
import type { EachData } from "./each-node.ts";

export function checkEach(node: EachData, context: RuleContext): Issue[] {
  const item = itemOf(context, node.over);
  return [
    ...checkChannel(context, node.over, ["over"]),
    ...checkList(context, node.over, ["over"]),
    ...checkTaking(context, node.as, { value: item, what: `an item of "${node.over}"`, path: ["as"] }),
    ...(node.threads === "own" ? checkOwnBody(context, node) : checkDo(context, node)),
    ...checkMemory(context, node),
    ...Object.entries(node.collect ?? {}).flatMap(([list, source]) => checkCollected(context, node, { list, source })),
    ...(node.failures
      ? checkTaking(context, node.failures.collect, {
          value: failuresOf(item),
          what: "the list of failures",
          path: ["failures", "collect"],
        })
      : []),
  ];
}

const checkDo = (context: RuleContext, { do: node, failures }: EachData): Issue[] =>
  failures
    ? checkBody(
        { ...context, takesCodes: true },
        {
          ...{ node, path: ["do"], targets: [JOIN, FAILURES], errorTargets: [FAILURES], example: JOIN },
          law: 'inside each every path leads to "join" or to "failures", and a failure to "failures"',
        },
      )
    : checkBody(context, {
        ...{ node, path: ["do"], targets: [JOIN], example: JOIN },
        law: 'inside each every path leads to "join"; with `failures` declared, also to "failures"',
      }).map((issue) => (node.kind === "tool" && issue.code === "UNHANDLED_LABEL" ? { ...issue, hint: COLLECT } : issue));

const COLLECT = 'Declare `failures` for the each node, which take it. Or let it lead to "join": then the item counts as done.';

/** A thread runs a graph under its id: so does an item's. Its own thread can be given signals. */
function checkOwnBody(context: RuleContext, node: EachData): Issue[] {
  const { do: body } = node;
  const facts = body.kind === "subgraph" ? context.subgraph(body.graph) : undefined;
  if (body.kind === "subgraph" && body.with) {
    const message = "an item that is a thread of its own runs its graph with the params that the graph declares.";
    const hint = 'Leave out `with`, or leave out `threads: "own"`.';
    return [context.issue("OWN_THREADS_BODY", ["do", "with"], message, { hint })];
  }
  if (body.kind === "subgraph" && facts?.isLocal) {
    const message = `an item that is a thread of its own runs a graph of the registry, and "${body.graph}" stands in this declaration's head.`;
    return [
      context.issue("OWN_THREADS_BODY", ["do", "graph"], message, {
        hint: 'Declare it as a graph of its own, or leave out `threads: "own"`.',
      }),
    ];
  }
  const isDeclared = body.kind === "subgraph" && (!facts || facts.writtenAtStops !== undefined);
  const rest = checkDo(context, node).filter(({ code }) => code !== "SUBGRAPH_SIGNALS");
  if (isDeclared) return rest;
  const [field, what] =
    body.kind === "subgraph" ? ["graph", `"${body.graph}" was built by hand`] : ["kind", `this is a node (${body.kind})`];
  return [
    context.issue("OWN_THREADS_BODY", ["do", field], `an item that is a thread of its own runs a declared graph, and ${what}.`, {
      hint: 'Declare a graph and let `do` be { kind: "subgraph", graph: … }, or leave out `threads: "own"`.',
    }),
    ...rest,
  ];
}

/** An item has no identity, so nothing finds its memory again. */
function checkMemory(context: RuleContext, { do: body }: EachData): Issue[] {
  const facts = body.kind === "subgraph" ? context.subgraph(body.graph) : undefined;
  if (body.kind !== "subgraph" || !facts?.remembers) return [];
  const what = facts.keeps.length > 0 ? `keeps ${facts.keeps.map((name) => `"${name}"`).join(", ")}` : "calls a graph that keeps channels";
  const message = `graph "${body.graph}" ${what} (\`keeps\`), and an item has no memory: each begins anew.`;
  const hint = "Call a graph without `keeps`, or hand in what it needs as `input`.";
  return [context.issue("KEEPS_IN_ITEM", ["do", "graph"], message, { hint })];
}

/** The schema of a list channel's items; `undefined` when it is not a list. */
function itemOf({ registry }: RuleContext, channel: string): JsonSchema | undefined {
  const definition = namedIn(registry.state, channel);
  const value = definition && !mayBeEmpty(definition) ? valueSchemaOf(definition) : undefined;
  const plain = value && resolve(value, value);
  if (plain?.type !== "array") return undefined;
  return { ...(isSchema(plain.items) ? plain.items : {}), ...(isSchema(value?.$defs) && { $defs: value.$defs }) };
}

function checkList(context: RuleContext, channel: string, path: IssuePath): Issue[] {
  if (!namedIn(context.registry.state, channel) || itemOf(context, channel)) return [];
  const lists = Object.keys(context.registry.state).filter((name) => itemOf(context, name));
  const hint = lists.length > 0 ? `Lists: ${lists.map((name) => `"${name}"`).join(", ")}.` : "No channel is a list.";
  return [
    context.issue(
      "NOT_A_LIST",
      path,
      `channel "${channel}" is not a list${mayHoldNothing(context, channel) ? " always: it may be empty" : ""}.`,
      { hint },
    ),
  ];
}

function mayHoldNothing({ registry }: RuleContext, channel: string): boolean {
  const definition = namedIn(registry.state, channel);
  return definition !== undefined && mayBeEmpty(definition);
}

interface Taking {
  readonly value: JsonSchema | undefined;
  readonly what: string;
  readonly path: IssuePath;
}

function checkTaking(context: RuleContext, channel: string, { value, what, path }: Taking): Issue[] {
  const definition = namedIn(context.registry.state, channel);
  if (!definition) return checkChannel(context, channel, path);
  const wanted = updateSchemaOf(definition);
  if (!value || fits(value, wanted)) return [];
  return [
    context.issue("WRITE_TYPE", path, `${what} is ${describeSchema(value)}, but the channel "${channel}" takes ${describeSchema(wanted)}.`),
  ];
}

function failuresOf(item: JsonSchema | undefined): JsonSchema {
  const properties = { index: { type: "number" }, item: item ?? {}, error: { type: "string" } };
  return {
    type: "array",
    items: { type: "object", properties, required: Object.keys(properties) },
    ...(isSchema(item?.$defs) && { $defs: item.$defs }),
  };
}

function checkCollected(context: RuleContext, node: EachData, { list, source }: { list: string; source: string }): Issue[] {
  const path = ["collect", list];
  const noList = [...checkChannelKey(context, list, path), ...checkList(context, list, path)];
  if (noList.length > 0) return noList;
  const given = sourceSchema(context.registry, source);
  if (!given) return [unknownSource(context, source, path)];
  const definition = namedIn(context.registry.state, channelOf(source));
  if (definition && behaviourOf(definition) !== "replace") {
    return [
      context.issue("WRITE_TYPE", path, `"${source}" accumulates by itself: an item holds only what it added.`, {
        hint: "Let `do` write a channel that the last write replaces.",
      }),
    ];
  }
  const item = itemOf(context, list) ?? {};
  if (!given.required || !fits(given.schema, item)) {
    return [
      context.issue(
        "WRITE_TYPE",
        path,
        `"${source}" is ${describeSchema(given.schema)}${orNothing(given)}, but "${list}" is a list of ${describeSchema(item)}.`,
      ),
    ];
  }
  const channel = channelOf(source);
  const written = bodyEdges(normalBody(node.do, context)).some((edge) => mayWrite(edge).includes(channel));
  if (written) return [];
  return [
    context.issue("READ_BEFORE_WRITE", path, `"${source}" is collected, but nothing inside \`do\` writes "${channel}".`, {
      hint: "Let `do` write it, or collect what it writes.",
    }),
  ];
}
