/** A step of a LangGraph graph that runs no code of the user. It skips the async context that LangGraph creates for such code, which costs a trace for each step. */
import { Runnable } from "@langchain/core/runnables";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";

type VertexWork<In, Out> = (input: In, config: LangGraphRunnableConfig) => Out | Promise<Out>;

export class OwnStep<In, Out> extends Runnable<In, Out> {
  lc_namespace = ["signalbox"];
  readonly #work: VertexWork<In, Out>;

  constructor(work: VertexWork<In, Out>) {
    super();
    this.#work = work;
  }

  override async invoke(input: In, config: LangGraphRunnableConfig = {}): Promise<Out> {
    return this.#work(input, config);
  }
}
