/** The state of a declared graph as LangGraph sees it: declared channels are validated and shown, internal ones are neither. */
import { messagesStateReducer, StateSchema } from "@langchain/langgraph";
import type { BaseChannel } from "@langchain/langgraph/channels";
import { z } from "zod";
import { SignalboxError } from "../language/issues/errors.ts";
import type { ChannelDef, Registry } from "../language/registry/registry.ts";
import { INPUT, PATH, REPORTS, SIGNAL } from "../nodes/call/internal-channels.ts";
import { isClear, ReduceChannel, ReplaceChannel } from "./channels.ts";

const append = (current: unknown, update: unknown): unknown[] => [
  ...(current as unknown[]),
  ...(Array.isArray(update) ? update : [update]),
];

function channelOf(definition: ChannelDef): BaseChannel {
  if ("list" in definition) return new ReduceChannel(append, () => []) as BaseChannel;
  if ("messages" in definition) return new ReduceChannel(messagesStateReducer as never, () => []) as BaseChannel;
  if ("reduce" in definition) return new ReduceChannel(definition.reduce, () => structuredClone(definition.initial)) as BaseChannel;
  return new ReplaceChannel() as BaseChannel;
}

/** What one write to the channel must look like. */
function parserOf(definition: ChannelDef): z.ZodType | undefined {
  if ("list" in definition) return z.union([definition.list, z.array(definition.list)]);
  if ("messages" in definition) return undefined;
  return "reduce" in definition ? definition.schema : definition;
}

const valueSchemaOf = (definition: ChannelDef): z.ZodType => {
  if ("list" in definition) return z.array(definition.list);
  if ("messages" in definition) return z.array(z.unknown()).meta({ langgraph_type: "messages" });
  return "reduce" in definition ? definition.schema : definition;
};

/** All channels of a graph, made once so that LangGraph sees one object a channel. */
export function channelsOf(registry: Registry): Record<string, BaseChannel> {
  return {
    ...Object.fromEntries(Object.entries(registry.state).map(([name, definition]) => [name, channelOf(definition)])),
    [PATH]: new ReduceChannel(append, () => []) as BaseChannel,
    [INPUT]: new ReplaceChannel() as BaseChannel,
    [REPORTS]: new ReduceChannel(append, () => []) as BaseChannel,
    [SIGNAL]: new ReplaceChannel() as BaseChannel,
  };
}

/** A StateSchema whose channels are our own and whose JSON Schema names declared channels only. */
export class DeclaredSchema extends StateSchema<Record<string, z.ZodType>> {
  private readonly declared: Record<string, ChannelDef>;
  private readonly channels: Record<string, BaseChannel>;
  constructor(declared: Record<string, ChannelDef>, channels: Record<string, BaseChannel>) {
    super(Object.fromEntries(Object.entries(declared).map(([name, definition]) => [name, valueSchemaOf(definition)])));
    this.declared = declared;
    this.channels = channels;
  }
  override getChannels(): Record<string, BaseChannel> {
    return this.channels;
  }
  override getChannelKeys(): string[] {
    return Object.keys(this.declared);
  }
  override async validateInput<T>(data: T): Promise<T> {
    if (typeof data !== "object" || data === null) return data;
    return (await checkValues(this.declared, data as Record<string, unknown>, "channel")) as T;
  }
}

/** The input side: holds a turn's input whole under `__input`; refuses what is not declared instead of dropping it. */
export class InputSchema extends DeclaredSchema {
  private readonly accepted: Record<string, ChannelDef>;
  private readonly graphId: string;
  constructor(graphId: string, accepted: Record<string, ChannelDef>, channels: Record<string, BaseChannel>) {
    super(accepted, { [INPUT]: channels[INPUT] as BaseChannel });
    this.accepted = accepted;
    this.graphId = graphId;
  }
  override async validateInput<T>(data: T): Promise<T> {
    const given = (data ?? {}) as Record<string, unknown>;
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(this.accepted, name));
    if (unknown !== undefined) {
      throw new SignalboxError(
        "INVALID_INPUT",
        `graph "${this.graphId}" takes no input "${unknown}". It takes: ${Object.keys(this.accepted).join(", ")}.`,
        {
          graph: this.graphId,
          path: ["input", unknown],
        },
      );
    }
    return { [INPUT]: await checkValues(this.accepted, given, "input") } as T;
  }
}

async function checkValues(
  declared: Record<string, ChannelDef>,
  given: Record<string, unknown>,
  what: string,
): Promise<Record<string, unknown>> {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const schema = Object.hasOwn(declared, name) && !isClear(value) ? parserOf(declared[name] as ChannelDef) : undefined;
    const parsed = await schema?.safeParseAsync(value);
    if (parsed && !parsed.success) {
      const [first] = parsed.error.issues;
      const place = [name, ...(first?.path ?? [])].join(".");
      throw new SignalboxError("INVALID_INPUT", `${what} "${place}": ${first?.message ?? "does not fit"}`, {
        path: [what, name, ...(first?.path ?? []).map(String)],
      });
    }
    checked[name] = parsed ? parsed.data : value;
  }
  return checked;
}
