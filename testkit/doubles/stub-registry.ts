/** A registry whose code is replaced by doubles, and fails, as the scenario declares. Labels, schemas and codes stay real. */
import { getConfig, type LangGraphRunnableConfig } from "@langchain/langgraph";
import type { z } from "zod";
import type { Context } from "../../language/registry/context.ts";
import type { Choice, ModelSource, Registry } from "../../language/registry/registry.ts";
import { scriptName } from "../scenario/node-script.ts";
import { type CodeAgent, callDouble, type Fault, type Scenario } from "../scenario/scenario.ts";
import { failAs, followScript, type Labelled } from "./follow-script.ts";
import type { Scripts } from "./own-agents.ts";
import type { RealModels } from "./real-models.ts";
import { schemasOf } from "./scripted-agent.ts";

/** A fault, and how often it still happens. */
type Left = { -readonly [K in keyof Fault]: Fault[K] };

export interface Doubles extends Scripts {
  readonly scenario: Scenario;
  readonly faults: Left[];
  readonly realModels: RealModels;
}

interface Place {
  /** Put before the names of nodes in scripts. */
  readonly within: string;
  /** The registry's agent of a node, or of a body. The node's script and faults are the agent's, not those of the tools that it calls. */
  readonly agentAt: (node: string) => string | undefined;
}

/** Graphs inside this one are left as they are. */
export function stubRegistry(registry: Registry, doubles: Doubles, { within, agentAt }: Place): Registry {
  const { scenario, scripts, realModels } = doubles;
  const scripted = async (context: Context): Promise<Labelled | undefined> => {
    if (agentAt(context.node) !== undefined) return undefined;
    await throwFault(doubles, context);
    const answer = scripts.take(scriptName(within, context.node), context.attempt);
    return answer && followScript(answer, context, doubles);
  };
  return {
    ...registry,
    models: {
      ...mapCode(registry.models, (_, source) => mapSource(source, (make) => realModels.admit(whoCalls(agentAt), make))),
      ...mapCode(doublesOfModels(scenario), (_, source) => mapSource(source, (make) => realModels.double(make))),
    },
    tools: mapCode(registry.tools, (name, tool) => ({
      ...tool,
      run: async (args: unknown, context: Context) => {
        const answer = await scripted(context);
        if (answer) return answer.output;
        const double = scenario.tools?.[name];
        return double === undefined ? tool.run(args, context) : callDouble(double, args, context);
      },
    })),
    routers: mapCode(registry.routers, (name, router) => ({
      ...router,
      run: async (args: unknown, context: Context) => {
        const answer = await scripted(context);
        if (answer) return choicesOf(answer, router.labels);
        const double = scenario.routers?.[name];
        return double === undefined ? router.run(args, context) : [choiceOf(await callDouble(double, args, context))];
      },
    })),
    tasks: mapCode(registry.tasks, (name, task) => ({
      ...task,
      ...(task.output && { output: orNothing(task.output) }),
      run: async (args: unknown, context: Context) => {
        const scriptedAnswer = await scripted(context);
        if (scriptedAnswer) return scriptedAnswer;
        const double = scenario.tasks?.[name];
        if (double === undefined) {
          const own = await task.run(args, context);
          // of the code itself an output is not left out
          if (own.output === undefined) await task.output?.parseAsync(own.output);
          return own;
        }
        const answer = await callDouble(double, args, context);
        return typeof answer === "string" ? { label: answer } : answer;
      },
    })),
    agents: mapCode(registry.agents, (name, agent) => {
      const double = scenario.agents?.[name];
      const own = "run" in agent ? agent.run : undefined;
      if (double === undefined && own === undefined) return agent;
      const run: CodeAgent["run"] = async (given, context) => {
        await throwFault(doubles, context);
        if (double === undefined) return own?.(given, context);
        const answer = await callDouble(double, given, context);
        return agent.labels && typeof answer === "string" ? { label: answer } : answer;
      };
      // what is declared for the agent's tools stays valid
      const tools = "tools" in agent && agent.tools && { tools: agent.tools };
      return { ...schemasOf(agent), ...tools, run };
    }),
  };
}

type MakeModel = () => unknown;

/** With the same limit on calls in flight. makeModel checks what it is given. */
function mapSource(source: ModelSource, make: (own: MakeModel) => Promise<unknown>): ModelSource {
  if (typeof source === "function") return () => make(source) as ReturnType<typeof source>;
  return { ...source, make: (secret) => make(() => source.make(secret)) as ReturnType<typeof source.make> };
}

function whoCalls(agentAt: Place["agentAt"]): string {
  const vertex = vertexNow();
  const agent = agentAt(vertex);
  return agent === undefined ? `node "${vertex}"` : `agent "${agent}" (node "${vertex}")`;
}

/** The vertex that LangGraph runs now. */
function vertexNow(): string {
  // outside a run LangGraph has none, although its type says otherwise
  const config: LangGraphRunnableConfig | undefined = getConfig();
  return String(config?.metadata?.langgraph_node ?? "");
}

const doublesOfModels = ({ models }: Scenario): Readonly<Record<string, ModelSource>> => (typeof models === "object" ? models : {});

/** A double's bare label has no output. To everything else it is the task's own schema. */
function orNothing(output: z.ZodType): z.ZodType {
  const run: typeof output._zod.run = (payload, context) => (payload.value === undefined ? payload : output._zod.run(payload, context));
  return Object.create(output, { _zod: { value: Object.create(output._zod, { run: { value: run } }) } });
}

function mapCode<C>(code: Readonly<Record<string, C>> | undefined, wrap: (name: string, code: C) => C): Record<string, C> {
  return Object.fromEntries(Object.entries(code ?? {}).map(([name, one]) => [name, wrap(name, one)]));
}

const choiceOf = (choice: string | Choice): Choice => (typeof choice === "string" ? { label: choice, confidence: 1 } : choice);

/** The second choice has any other label: only its distance counts. */
function choicesOf({ label, confidence = 1, second }: Labelled, labels: readonly string[]): Choice[] {
  const other = labels.find((one) => one !== label);
  return [{ label, confidence }, ...(second === undefined || other === undefined ? [] : [{ label: other, confidence: second }])];
}

/** A fault of an each node is every item's: `all` means `all[0]`, `all[1]` and so on. */
async function throwFault({ faults, time }: Doubles, context: Context): Promise<void> {
  const { node } = context;
  const fault = faults.find((candidate) => (candidate.node === node || node.startsWith(`${candidate.node}[`)) && candidate.times > 0);
  if (!fault) return;
  fault.times -= 1;
  await failAs(fault.code, context, time);
}
