/** Runs a graph in process and in memory, and tells the path that it took. */
import { Command, MemorySaver } from "@langchain/langgraph";
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { type CompiledGraph, compileDeclaration, hasRegions } from "../compile/compile-graph.ts";
import { cancelledQuestions } from "../compile/left-early.ts";
import { formatStep, type Path } from "../compile/path.ts";
import type { GraphData } from "../language/graph-data.ts";
import { registryOf } from "../language/registry-of.ts";
import { type Answer, type Ask, isAsk } from "../nodes/answer.ts";
import { PATH } from "../nodes/internal-channels.ts";
import { doubleRegistry } from "./double-registry.ts";
import { type Effect, type MemoryPorts, memoryPorts } from "./memory-ports.ts";
import type { Scenario } from "./scenario.ts";

export interface PathResult {
  /** One line a step, `node -label-> target`; a turn begins with `turn: n` when there are several. */
  readonly path: readonly string[];
  /** The steps of all turns. */
  readonly steps: Path;
  /** Declared channels at the end. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Where it waits for a person, and what it asks. */
  readonly waitsAt?: string;
  readonly asks?: Ask;
  readonly effects: readonly Effect[];
  readonly tokens: number;
  /** The error that ended the run, when no edge took it. */
  readonly error?: Error;
}

const THREAD = "path";
const config = { configurable: { thread_id: THREAD, run_id: "path" }, durability: "sync" as const };

/**
 * Runs a declared graph through a scenario: scripted agents, forced errors, decisions, several turns.
 *
 * @example
 * const result = await runPath(supportDesk, { input: { message: "refund, please" }, answers: { approval: "approve" } });
 * expect(result).toMatchPath();
 */
export async function runPath(graph: GraphData, scenario: Scenario): Promise<PathResult> {
  const ports = memoryPorts(scenario.ports);
  const registry = doubleRegistry(registryOf(graph), scenario);
  const compiled = compileDeclaration(
    { graph, registry },
    { ports, checkpointer: new MemorySaver(), ...(scenario.params && { params: scenario.params }) },
  );
  return new PathRun(compiled, scenario, ports).all();
}

class PathRun {
  private readonly compiled: CompiledGraph;
  private readonly ports: MemoryPorts;
  private readonly inputs: readonly Readonly<Record<string, unknown>>[];
  private readonly answers: Map<string, (string | Answer)[]>;
  private readonly turns: Path[] = [];
  private ask: Ask | undefined;

  constructor(compiled: CompiledGraph, scenario: Scenario, ports: MemoryPorts) {
    this.compiled = compiled;
    this.ports = ports;
    this.inputs = [scenario.input, ...(scenario.turns ?? [])];
    this.answers = new Map(
      Object.entries(scenario.answers ?? {}).map(([node, given]) => [node, Array.isArray(given) ? [...given] : [given as string | Answer]]),
    );
  }

  async all(): Promise<PathResult> {
    let error: Error | undefined;
    for (const input of this.inputs) {
      error = await this.turn(input);
      this.turns.push(await this.pathOfTurn());
      if (error || this.ask) break;
    }
    const { values } = await this.compiled.getState(config);
    const steps = this.turns.flat();
    return {
      path: this.lines(error),
      steps,
      state: values as Record<string, unknown>,
      ...(this.ask && { waitsAt: this.ask.node, asks: this.ask }),
      ...(error && { error }),
      effects: this.ports.effects,
      tokens: steps.reduce((sum, step) => sum + (step.tokens ?? 0), 0),
    };
  }

  /** Runs one turn to its end, its wait, or a question that the scenario does not answer. */
  private async turn(input: Readonly<Record<string, unknown>>): Promise<Error | undefined> {
    let next: unknown = input;
    for (;;) {
      let result: { __interrupt__?: { id: string; value: unknown }[] };
      try {
        result = (await this.compiled.invoke(next as never, config)) as typeof result;
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
      const open = (result.__interrupt__ ?? []).filter((one): one is { id: string; value: Ask } => isAsk(one.value));
      const cancelled =
        open.length > 0 &&
        hasRegions(this.compiled) &&
        (await cancelledQuestions(this.compiled, this.compiled.checkpointer as MemorySaver, THREAD));
      if (cancelled) {
        next = new Command({ resume: cancelled });
        continue;
      }
      const answered = open
        .map(({ id, value }) => [id, this.answers.get(value.node)?.shift()] as const)
        .filter(([, answer]) => answer !== undefined);
      if (answered.length === 0) {
        this.ask = open[0]?.value;
        return undefined;
      }
      const resume = Object.fromEntries(answered.map(([id, answer]) => [id, typeof answer === "string" ? { decision: answer } : answer]));
      next = new Command({ resume });
    }
  }

  private async pathOfTurn(): Promise<Path> {
    return ((await this.tuple())?.checkpoint.channel_values[PATH] ?? []) as Path;
  }

  private tuple(): Promise<CheckpointTuple | undefined> {
    return (this.compiled.checkpointer as MemorySaver).getTuple(config);
  }

  private lines(error: Error | undefined): string[] {
    const many = this.turns.length > 1;
    const lines = this.turns.flatMap((steps, index) => [...(many ? [`turn ${index + 1}:`] : []), ...steps.map(formatStep)]);
    if (this.ask) lines.push(`waits at ${this.ask.node}`);
    if (error) lines.push(`fails: ${"code" in error ? String(error.code) : error.name}`);
    return lines;
  }
}
