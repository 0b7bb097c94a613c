/** Today's registry as a stored definition knew it: the same code, without the labels, codes, decisions, form fields and channels that were added since. */
import { z } from "zod";
import type { GraphData } from "../graph/graph-data.ts";
import type { Agent, LabelForms, Question, Registry, Subgraph } from "../registry/registry.ts";
import { isRecord } from "../schema/is-record.ts";
import type { Fingerprint, Need } from "./fingerprint.ts";

/** Only for a registry that misses nothing that is stored. `graphs` are those inside, as they were stored. */
export function registryAsStored(
  registry: Registry,
  stored: Fingerprint,
  { graph, graphs }: { readonly graph: GraphData; readonly graphs: Readonly<Record<string, Subgraph>> },
): Registry {
  return {
    ...registry,
    state: withoutNodes(registry.state, graph),
    agents: mapEntries(registry.agents, stored.agents, (agent, need) => agentAsStored(withArgs(agent, need), need)),
    tasks: mapEntries(registry.tasks, stored.tasks, (task, need) => withLabels(withArgs(task, need), need)),
    routers: mapEntries(registry.routers, stored.routers, (router, need) => withLabels(withArgs(router, need), need)),
    tools: mapEntries(registry.tools, stored.tools, (tool, need) => ({ ...withArgs(tool, need), errors: pick(tool.errors, need.errors) })),
    questions: mapEntries(registry.questions, stored.questions, questionAsStored),
    graphs: without(Object.keys(graph.graphs ?? {}), { ...registry.graphs, ...graphs }),
  };
}

function mapEntries<V>(
  entries: Readonly<Record<string, V>> = {},
  needs: Readonly<Record<string, Need>> = {},
  change: (entry: V, need: Need) => V,
): Record<string, V> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      const need = Object.hasOwn(needs, name) ? needs[name] : undefined;
      return [name, need ? change(entry, need) : entry];
    }),
  );
}

/** A channel that was added cannot have the name of a stored node, nor a graph that of one in the stored head. */
const withoutNodes = (state: Registry["state"], { nodes, graphs = {} }: GraphData): Registry["state"] =>
  without([nodes, ...Object.values(graphs).map((local) => local.nodes)].flatMap(Object.keys), state);

const without = <V>(names: readonly string[], entries: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => !names.includes(name)));

const namesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);

const withLabels = <C extends { readonly labels: readonly string[] }>(code: C, { labels }: Need): C => ({
  ...code,
  labels: code.labels.filter((label) => namesIn(labels).includes(label)),
});

/** An added argument has a default, or may be left out: the stored node gives none. */
function withArgs<C extends { readonly args: z.ZodType }>(code: C, { args: stored }: Need): C {
  const { args } = code;
  const fields = isRecord(stored) && isRecord(stored.properties) ? stored.properties : undefined;
  if (!fields || !(args instanceof z.ZodObject) || hasRules(args)) return code;
  const added = Object.entries(args.shape).filter(([name]) => !Object.hasOwn(fields, name));
  if (added.length === 0) return code;
  return { ...code, args: args.extend(Object.fromEntries(added.map(([name, field]) => [name, z.optional(field)]))) };
}

const hasRules = (type: z.ZodObject): boolean => (type.def.checks?.length ?? 0) > 0;

const pick = <V>(entries: Readonly<Record<string, V>>, names: unknown): Record<string, V> =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => namesIn(names).includes(name)));

const questionAsStored = (question: Question, need: Need): Question => ({
  ...question,
  decisions: formsAsStored(question.decisions, need.decisions, need),
});

const agentAsStored = (agent: Agent, need: Need): Agent =>
  agent.labels ? { ...agent, labels: formsAsStored(agent.labels, need.labels, need) } : agent;

const formsAsStored = (forms: LabelForms, known: unknown, need: Need): LabelForms =>
  Object.fromEntries(Object.entries(pick(forms, known)).map(([name, form]) => [name, form && formAsStored(form, need[`form:${name}`])]));

/** A form with rules over several of its fields stays whole: they may need the added ones. */
function formAsStored(form: z.ZodType, stored: Need[string] | undefined): z.ZodType {
  const fields = isRecord(stored) && isRecord(stored.properties) ? stored.properties : undefined;
  if (!fields || !(form instanceof z.ZodObject) || hasRules(form)) return form;
  const known = Object.entries(form.shape).filter(([name]) => Object.hasOwn(fields, name));
  if (known.length === Object.keys(form.shape).length) return form;
  const own = z.object(Object.fromEntries(known));
  return form.def.catchall ? own.catchall(form.def.catchall) : own;
}
