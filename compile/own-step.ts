/** A step of a LangGraph graph that runs no user's code: without the async context that LangGraph makes for such code, at the price of a trace each. */
import { Runnable } from "@langchain/core/runnables";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";

type Work<In, Out> = (input: In, config: LangGraphRunnableConfig) => Out | Promise<Out>;

export class OwnStep<In, Out> extends Runnable<In, Out> {
  lc_namespace = ["signalbox"];
  readonly #work: Work<In, Out>;

  constructor(work: Work<In, Out>) {
    super();
    this.#work = work;
  }

  override async invoke(input: In, config: LangGraphRunnableConfig = {}): Promise<Out> {
    return this.#work(input, config);
  }
}
