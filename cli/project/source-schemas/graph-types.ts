/** Recognises LangGraph's types: a graph, a promise or a builder of one, and what its parts are. */
import type ts from "typescript";
import type { SourceProgram } from "./source-program.ts";

interface GraphParts {
  readonly input: ts.Type | undefined;
  readonly output: ts.Type | undefined;
  /** What a node may write. */
  readonly state: ts.Type | undefined;
  /** Name of a setting → what it may be. */
  readonly config: readonly (readonly [ts.Symbol, ts.Type])[];
}

/** A factory that returns a promise of a builder is the deepest that makes sense. */
const MAX_PEELED = 5;

export class GraphTypes {
  readonly #source: SourceProgram;

  constructor(source: SourceProgram) {
    this.#source = source;
  }

  /** The compiled graph that a value of this type is, or has as its result. */
  compiledIn(type: ts.Type, depth = 0): ts.Type | undefined {
    if (depth > MAX_PEELED) return undefined;
    const { checker } = this.#source;
    const awaited = checker.getAwaitedType(type) ?? type;
    if (awaited.getProperty("~InputType")) return awaited;
    if (awaited.getProperty("addNode")) {
      const compile = this.#property(awaited, "compile");
      return compile && this.compiledIn(compile, depth + 1);
    }
    const [call] = awaited.getCallSignatures();
    if (call) return this.compiledIn(call.getReturnType(), depth + 1);
    const inner = this.#property(awaited, "graph"); // of what LangChain's createAgent returns
    return inner && this.compiledIn(inner, depth + 1);
  }

  isGraph(type: ts.Type): boolean {
    return (
      type.getProperty("~InputType") !== undefined ||
      (type.getProperty("addNode") !== undefined && type.getProperty("compile") !== undefined)
    );
  }

  partsOf(graph: ts.Type): GraphParts {
    const { checker } = this.#source;
    const builder = this.#property(graph, "builder");
    const config = builder && this.#property(builder, "_configSchema");
    const channels = config ? checker.getNonNullableType(config).getProperties() : [];
    return {
      input: this.#known(graph, "~InputType"),
      output: this.#known(graph, "~OutputType"),
      state: this.#known(graph, "~RunInput") ?? this.#known(graph, "~InputType"),
      config: channels.flatMap((channel) => {
        const update = this.#updateOf(checker.getTypeOfSymbol(channel));
        return update ? [[channel, update] as const] : [];
      }),
    };
  }

  /** Of a channel, or of a function that makes it, as `Annotation<string>` without a call is. */
  #updateOf(channel: ts.Type): ts.Type | undefined {
    return this.#property(channel.getCallSignatures()[0]?.getReturnType() ?? channel, "UpdateType");
  }

  /** Undefined also where it may be anything: nothing is known then. */
  #known(type: ts.Type, name: string): ts.Type | undefined {
    const found = this.#property(type, name);
    const { Any, Unknown, Never } = this.#source.ts.TypeFlags;
    return found && found.flags & (Any | Unknown | Never) ? undefined : found;
  }

  #property(type: ts.Type, name: string): ts.Type | undefined {
    const symbol = type.getProperty(name);
    return symbol && this.#source.checker.getTypeOfSymbol(symbol);
  }
}
