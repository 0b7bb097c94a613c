/** The state of a declared graph as LangGraph sees it: declared channels are validated and shown, internal ones are neither. */
import { messagesStateReducer, StateSchema } from "@langchain/langgraph";
import type { BaseChannel } from "@langchain/langgraph/channels";
import { z } from "zod";
import { SignalboxError } from "../language/issues/errors.ts";
import type { ChannelDef, Registry } from "../language/registry/registry.ts";
import { isRecord } from "../language/schema/is-record.ts";
import { INPUT, PATH, REPORTS, SIGNAL } from "../nodes/call/internal-channels.ts";
import { isClear, ReduceChannel, ReplaceChannel } from "./channels.ts";

const append = (current: unknown[], update: unknown): unknown[] => [...current, ...(Array.isArray(update) ? update : [update])];

function channelOf(definition: ChannelDef): BaseChannel {
  if ("list" in definition) return new ReduceChannel(append, () => []);
  if ("messages" in definition) return new ReduceChannel(messagesStateReducer, () => []);
  if ("reduce" in definition) return new ReduceChannel(definition.reduce, () => structuredClone(definition.initial));
  return new ReplaceChannel();
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

/** The channels of a graph, made once so that LangGraph sees one object for each name. */
export interface Channels {
  readonly all: Record<string, BaseChannel>;
  /** Where a turn's input waits for the entry vertex. */
  readonly input: Record<string, BaseChannel>;
}

export function channelsOf(registry: Registry): Channels {
  const input = { [INPUT]: new ReplaceChannel() };
  const all = {
    ...Object.fromEntries(Object.entries(registry.state).map(([name, definition]) => [name, channelOf(definition)])),
    ...input,
    [PATH]: new ReduceChannel(append, () => []),
    [REPORTS]: new ReduceChannel(append, () => []),
    [SIGNAL]: new ReplaceChannel(),
  };
  return { all, input };
}

type Definitions = Readonly<Record<string, ChannelDef>>;

/** A StateSchema whose channels are our own and whose JSON Schema names declared channels only. */
export class DeclaredSchema extends StateSchema<Record<string, z.ZodType>> {
  readonly #declared: Definitions;
  readonly #channels: Record<string, BaseChannel>;
  constructor(declared: Definitions, channels: Record<string, BaseChannel>) {
    super(Object.fromEntries(Object.entries(declared).map(([name, definition]) => [name, valueSchemaOf(definition)])));
    this.#declared = declared;
    this.#channels = channels;
  }
  override getChannels(): Record<string, BaseChannel> {
    return this.#channels;
  }
  override getChannelKeys(): string[] {
    return Object.keys(this.#declared);
  }
  override async validateInput<T>(data: T): Promise<T> {
    if (!isRecord(data)) return data;
    return (await checkValues(this.#declared, data, "channel")) as T; // LangGraph's signature: what comes back is what was given, parsed
  }
}

/** The input side: holds a turn's input whole under `__input`; refuses what is not declared instead of dropping it. */
export class InputSchema extends DeclaredSchema {
  readonly #accepted: Definitions;
  readonly #graphId: string;
  constructor(graphId: string, accepted: Definitions, channels: Record<string, BaseChannel>) {
    super(accepted, channels);
    this.#accepted = accepted;
    this.#graphId = graphId;
  }
  override async validateInput<T>(data: T): Promise<T> {
    const given = isRecord(data) ? data : {};
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(this.#accepted, name));
    if (unknown !== undefined) {
      const message = `graph "${this.#graphId}" takes no input "${unknown}". It takes: ${Object.keys(this.#accepted).join(", ")}.`;
      throw new SignalboxError("INVALID_INPUT", message, { graph: this.#graphId, path: ["input", unknown] });
    }
    return { [INPUT]: await checkValues(this.#accepted, given, "input") } as T; // as above
  }
}

/** What a write to each channel must look like; its result is what is written. */
export async function checkValues(
  declared: Definitions,
  given: Readonly<Record<string, unknown>>,
  what: string,
): Promise<Record<string, unknown>> {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const definition = Object.hasOwn(declared, name) && !isClear(value) ? declared[name] : undefined;
    const parsed = await (definition && parserOf(definition)?.safeParseAsync(value));
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
