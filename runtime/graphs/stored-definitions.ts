/** The definitions that threads still follow, each compiled with today's code if that still offers what it needs. */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import { fitDefinition } from "../../language/versions/fit-definition.ts";
import type { Misfit } from "../../language/versions/misfit.ts";
import { type DefinitionRow, definitionsInside } from "../../persistence/statements/definitions/find-definition.ts";

type FindDefinition = (hash: string) => Promise<DefinitionRow | undefined>;
type Compile = (declaration: Declaration) => CompiledGraph;

/** Undefined where it is not stored. */
export interface FittedDefinition {
  readonly stored: DefinitionRow | undefined;
  readonly misfits: readonly Misfit[];
  /** Only if nothing is missing. */
  readonly compiled?: CompiledGraph;
}

export class StoredDefinitions {
  readonly #find: FindDefinition;
  readonly #compile: Compile;
  /** By graph and hash. The code of a process does not change. */
  readonly #known = new Map<string, Promise<FittedDefinition>>();

  constructor(find: FindDefinition, compile: Compile) {
    this.#find = find;
    this.#compile = compile;
  }

  /** `today` is the declaration that the graph's id has now. */
  fit(hash: string, graphId: string, today: Declaration): Promise<FittedDefinition> {
    const key = `${graphId} ${hash}`;
    const known = this.#known.get(key);
    if (known) return known;
    const fitting = this.#fit(hash, today);
    this.#known.set(key, fitting);
    // a database failure is not an answer, and what is not stored yet may be later
    fitting.then(
      ({ stored }) => stored ?? this.#known.delete(key),
      () => this.#known.delete(key),
    );
    return fitting;
  }

  async #fit(hash: string, { registry, params = {} }: Declaration): Promise<FittedDefinition> {
    const stored = await this.#find(hash);
    if (!stored) return { stored, misfits: [] };
    const graph = stored.canonical;
    const tuned = Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(graph.params ?? {}, name)));
    const fit = fitDefinition(stored, registry, { children: await definitionsInside(stored, this.#find), params: tuned });
    if (!fit.registry) return { stored, misfits: fit.misfits };
    return { stored, misfits: [], compiled: this.#compile({ graph, registry: fit.registry, params: tuned }) };
  }
}
