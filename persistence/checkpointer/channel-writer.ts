/** Makes rows of the values of channels: whole, or of a list that grows, what is new in it. */
import type { Checkpoint, SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Logger } from "../../language/registry/context.ts";
import type { StateSize } from "../../language/schema/state-size.ts";
import { isGrowing } from "../../language/terms/growing-lists.ts";
import type { StoredChannel } from "./group-commit/operation.ts";
import type { StoredChange } from "./lists/list-version.ts";
import { type ListChange, type StoredLists, versionAfter } from "./lists/stored-lists.ts";
import { type ChannelPlace, placeOf } from "./reading/stored-blobs.ts";
import { changeTypeOf } from "./state-serializer.ts";

export interface WriterOptions {
  /** In bytes. */
  readonly size?: StateSize | undefined;
  readonly log?: Logger | undefined;
  /** Whether a list may be stored as what is new in it. */
  readonly mayChange: () => boolean | Promise<boolean>;
}

export interface WrittenChannel {
  readonly blob: StoredChannel;
  /** To be called when it is in the database. */
  readonly stored?: () => void;
}

export class ChannelWriter {
  readonly #serde: SerializerProtocol;
  readonly #lists: StoredLists;
  readonly #options: WriterOptions;

  constructor(serde: SerializerProtocol, lists: StoredLists, options: WriterOptions) {
    this.#serde = serde;
    this.#lists = lists;
    this.#options = options;
  }

  async write(at: ChannelPlace, { channel_values: values }: Checkpoint, version: string): Promise<WrittenChannel> {
    const { channel, threadId } = at;
    if (!Object.hasOwn(values, channel)) return { blob: { channel, version, type: "empty", base: undefined, blob: undefined } };
    const value = values[channel];
    const change = this.#lists.changeOf(value, placeOf(at));
    if (change && isGrowing(value) && (await this.#options.mayChange())) return this.#writeChange(at, value, { change, version });
    const [type, blob] = await namingChannel({ channel, thread: threadId }, () => this.#serde.dumpsTyped(value));
    this.#refuseLarge(at, blob.length);
    this.#warnOfLarge(at, blob.length);
    const stored = { channel, version, type, base: undefined, blob };
    if (!isGrowing(value)) return { blob: stored };
    return { blob: stored, stored: () => this.#lists.noteWhole(value, { place: placeOf(at), version, size: blob.length }) };
  }

  async #writeChange(
    at: ChannelPlace,
    list: readonly unknown[],
    { change, version }: { readonly change: ListChange; readonly version: string },
  ): Promise<WrittenChannel> {
    const { channel, threadId } = at;
    const { base, number, parts } = change;
    const json: StoredChange = { number, parts };
    const [type, blob] = await namingChannel({ channel, thread: threadId }, () => this.#serde.dumpsTyped(json));
    const after = versionAfter(change, { version, size: blob.length });
    this.#refuseLarge(at, after.size);
    return {
      blob: { channel, version, type: changeTypeOf(type), base: base.version, blob },
      stored: () => this.#lists.note(list, after),
    };
  }

  /** A channel that has grown over many steps. A single write that is too large was already refused at its node. */
  #refuseLarge({ threadId: thread, channel }: ChannelPlace, size: number): void {
    const refuseAt = this.#options.size?.refuseAt ?? Number.POSITIVE_INFINITY;
    if (size <= refuseAt) return;
    const message = `channel "${channel}" has grown to ${size} bytes; the limit is ${refuseAt}. Store the value elsewhere and keep a reference to it.`;
    throw new SignalboxError("STATE_TOO_LARGE", message, { thread, channel, size });
  }

  #warnOfLarge({ threadId: thread, channel }: ChannelPlace, size: number): void {
    const { warnAt, refuseAt } = this.#options.size ?? { warnAt: Number.POSITIVE_INFINITY, refuseAt: Number.POSITIVE_INFINITY };
    if (size > warnAt)
      this.#options.log?.warn("a channel is large: every change writes it completely", { thread, channel, size, refuseAt });
  }
}

/** The serializer's error says what is wrong; this adds the channel. */
export async function namingChannel<T>(facts: { channel: string; thread: string; task?: string }, dump: () => Promise<T>): Promise<T> {
  try {
    return await dump();
  } catch (error) {
    if (!(error instanceof SignalboxError) || error.code !== "UNSTORABLE_STATE") throw error;
    throw new SignalboxError("UNSTORABLE_STATE", `channel "${facts.channel}": ${error.message}.`, {
      ...error.facts,
      ...facts,
      cause: error,
    });
  }
}
