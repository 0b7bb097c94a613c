/** Secrets that the models of a graph need and that are not set. The one rule that depends on where the graph is to run. */
import type { GraphData } from "../graph/graph-data.ts";
import { normalise } from "../graph/normalise.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf } from "../kinds/all.ts";
import type { Registry } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import { issueAt } from "../rules/rule-context.ts";

type Secret = (name: string) => string | undefined;

/** Of a graph that is otherwise right, and of the declared graphs inside it. */
export function missingSecrets(graph: GraphData, registry: Registry, secret: Secret): Issue[] {
  const mentions = Object.values(normalise(graph, registry).nodes).flatMap((node) => kindOf(node).mentions(node));
  const named = (group: string) => mentions.flatMap((mention) => (mention.group === group ? [mention.name] : []));
  const own = named("agents").flatMap((name) => {
    const agent = namedIn(registry.agents, name);
    return agent && "model" in agent ? [agent.model] : [];
  });
  const issues = [...new Set([...named("models"), ...own])].flatMap((name) => missingFor(registry, name, secret));
  const inside = [...new Set(named("graphs"))].flatMap((name) => {
    const child = namedIn(registry.graphs, name);
    return child && !("graph" in child) ? missingSecrets(child, registryOf(child), secret) : [];
  });
  return [...issues, ...inside];
}

function missingFor(registry: Registry, name: string, secret: Secret): Issue[] {
  const model = namedIn(registry.models, name);
  const needs = model && "make" in model ? (model.needs ?? []) : [];
  return needs.flatMap((need, index) =>
    secret(need)
      ? []
      : [
          issueAt("MISSING_SECRET", ["registry", "models", name, "needs", index], `model "${name}" needs ${need}, which is not set.`, {
            hint: `Set ${need}.`,
          }),
        ],
  );
}
