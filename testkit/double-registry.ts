/** A registry whose code is doubled where the scenario says so, and fails where it says so. Labels, schemas and codes stay the real ones. */
import type { Context } from "../language/context.ts";
import { ToolError } from "../language/errors.ts";
import type { Choice, Registry } from "../language/registry.ts";
import { registryOf, rememberRegistry } from "../language/registry-of.ts";
import { type CodeAgent, callDouble, type Scenario } from "./scenario.ts";

/** A fault, and how often it still happens. */
interface Left {
  readonly node: string;
  readonly code: string;
  times: number;
}

export function doubleRegistry(
  registry: Registry,
  scenario: Scenario,
  left: Left[] = (scenario.faults ?? []).map((fault) => ({ ...fault })),
): Registry {
  const guard = (context: Context): void => throwFault(left, context.node);
  return {
    ...registry,
    graphs: mapCode(registry.graphs, (_, child) =>
      "graph" in child ? child : rememberRegistry({ ...child }, doubleRegistry(registryOf(child), scenario, left)),
    ),
    ...(registry.models && { models: { ...registry.models, ...scenario.models } }),
    tools: mapCode(registry.tools, (name, tool) => ({
      ...tool,
      run: async (args: unknown, context: Context) => {
        guard(context);
        const double = scenario.tools?.[name];
        return double === undefined ? tool.run(args, context) : callDouble(double, args, context);
      },
    })),
    routers: mapCode(registry.routers, (name, router) => ({
      ...router,
      run: async (args: unknown, context: Context) => {
        guard(context);
        const double = scenario.routers?.[name];
        return double === undefined ? router.run(args, context) : [choiceOf(await callDouble(double, args, context))];
      },
    })),
    tasks: mapCode(registry.tasks, (name, task) => ({
      ...task,
      run: async (args: unknown, context: Context) => {
        guard(context);
        const double = scenario.tasks?.[name];
        if (double === undefined) return task.run(args, context);
        const answer = await callDouble(double, args, context);
        return typeof answer === "string" ? { label: answer } : answer;
      },
    })),
    agents: mapCode(registry.agents, (name, agent) => {
      const double = scenario.agents?.[name];
      if (double === undefined && !("run" in agent)) return agent;
      const { args, output } = agent;
      const constants = agent.with && { with: agent.with };
      const run: CodeAgent["run"] = async (given, context) => {
        guard(context);
        return double === undefined ? (agent as CodeAgent).run(given, context) : callDouble(double, given, context);
      };
      return { args, output, ...constants, run };
    }),
  } as Registry;
}

function mapCode<C>(code: Readonly<Record<string, C>> | undefined, wrap: (name: string, code: C) => C): Record<string, C> {
  return Object.fromEntries(Object.entries(code ?? {}).map(([name, one]) => [name, wrap(name, one)]));
}

const choiceOf = (choice: string | Choice): Choice => (typeof choice === "string" ? { label: choice, confidence: 1 } : choice);

/** A fault of an each node is every item's: `all` means `all[0]`, `all[1]` and so on. */
function throwFault(left: Left[], node: string): void {
  const fault = left.find((candidate) => (candidate.node === node || node.startsWith(`${candidate.node}[`)) && candidate.times > 0);
  if (!fault) return;
  fault.times -= 1;
  throw new ToolError(fault.code, `forced by the test`);
}
