/** LangGraph channels that can be emptied, by a mark. */
import { EmptyChannelError } from "@langchain/langgraph";
import { BinaryOperatorAggregate, LastValue } from "@langchain/langgraph/channels";
import { asError } from "../language/issues/thrown.ts";
import { noteOrigin } from "../language/terms/growing-lists.ts";
import { type ClearMark, isClear } from "../nodes/call/clear-mark.ts";

/** Splits the updates of one super-step at the last mark, which drops the old value: the updates that still count. */
function afterClear(updates: readonly unknown[]): { mark?: ClearMark; rest: unknown[] } {
  const mark = updates.findLast(isClear);
  if (!mark) return { rest: [...updates] };
  const others = updates.filter((update) => !isClear(update));
  return { mark, rest: "next" in mark ? [mark.next, ...others] : others };
}

/** LangGraph reads every channel at every step, and an error of its own for each empty one would cost more than the step. */
const empty = new EmptyChannelError();

/** The last write replaces; two writes in one super-step are LangGraph's InvalidUpdateError. `initial`: what it holds when nothing was written. */
export class ReplaceChannel extends LastValue<unknown> {
  readonly #initial: (() => unknown) | undefined;
  constructor(initial?: () => unknown) {
    super();
    this.#initial = initial;
    this.#empty();
  }
  #empty(): void {
    this.value = this.#initial ? [this.#initial()] : [];
  }
  override fromCheckpoint(checkpoint?: unknown): this {
    const channel = new ReplaceChannel(this.#initial);
    if (checkpoint !== undefined) channel.value = [checkpoint];
    return channel as this; // as LangGraph's own channels do: a class cannot promise its subclasses' type
  }
  override get(): unknown {
    if (this.value.length === 0) throw empty;
    return this.value[0];
  }
  override checkpoint(): unknown {
    return this.get();
  }
  override update(updates: unknown[]): boolean {
    const { mark, rest } = afterClear(updates);
    if (mark) this.#empty();
    if (mark && "kept" in mark) this.value = [mark.kept];
    return rest.length > 0 ? super.update(rest) : mark !== undefined;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: LangGraph holds a channel's values without their types
type Merge = (current: any, update: any) => unknown;

/** A reducer merges each write into the value; `initial` is the value when nothing was written. */
export class ReduceChannel extends BinaryOperatorAggregate<unknown, unknown> {
  readonly #merge: Merge;
  readonly #initial: () => unknown;
  constructor(given: Merge, initial: () => unknown) {
    const merge: Merge = (current, update) => {
      try {
        return given(current, update);
      } catch (thrown) {
        throw asError(thrown);
      }
    };
    super(merge, initial);
    this.#merge = merge;
    this.#initial = initial;
  }
  override fromCheckpoint(checkpoint?: unknown): this {
    const channel = new ReduceChannel(this.#merge, this.#initial);
    if (checkpoint !== undefined) channel.value = checkpoint;
    return channel as this; // as in ReplaceChannel
  }
  override update(updates: unknown[]): boolean {
    const { mark, rest } = afterClear(updates);
    if (mark) this.value = "kept" in mark ? mark.kept : this.#initial();
    return rest.length > 0 ? super.update(rest) : mark !== undefined;
  }
}

/** A list whose items are replaced, never changed: the checkpointer may store what is new in it. */
export class GrowingChannel extends ReduceChannel {
  readonly #given: readonly [Merge, () => unknown];
  #stored: readonly unknown[] | undefined;
  constructor(...given: readonly [Merge, () => unknown]) {
    super(...given);
    this.#given = given;
  }
  override fromCheckpoint(checkpoint?: unknown): this {
    const channel = new GrowingChannel(...this.#given);
    if (checkpoint !== undefined) channel.value = checkpoint;
    if (Array.isArray(checkpoint)) channel.#note(checkpoint);
    return channel as this; // as in ReplaceChannel
  }
  override checkpoint(): unknown {
    const list = super.checkpoint();
    if (Array.isArray(list) && list !== this.#stored) this.#note(list);
    return list;
  }
  #note(list: readonly unknown[]): void {
    noteOrigin(list, this.#stored);
    this.#stored = list;
  }
}
