/** The state of a declared graph as LangGraph sees it: declared channels are validated and shown, internal ones are neither. */
import { messagesStateReducer, StateSchema } from "@langchain/langgraph";
import type { BaseChannel } from "@langchain/langgraph/channels";
import { z } from "zod";
import { SignalboxError } from "../language/issues/errors.ts";
import { startsWithValue, updateTypeOf } from "../language/registry/channels.ts";
import type { ChannelDef, MessagesChannel, Registry } from "../language/registry/registry.ts";
import { isRecord } from "../language/schema/is-record.ts";
import { inputSchemaOf, isOptional, type JsonSchema, jsonSchemaOf } from "../language/schema/json-schema.ts";
import { checkOutput, type ReadValue, readValue } from "../language/schema/sides/read-value.ts";
import { isClear } from "../nodes/call/clear-mark.ts";
import { INPUT, KEPT, MEMORY, PATH, REPORTS, SIGNAL } from "../nodes/call/internal-channels.ts";
import { GrowingChannel, ReduceChannel, ReplaceChannel } from "./channels.ts";
import { trimMessages } from "./trim-messages.ts";

const append = (current: unknown[], update: unknown): unknown[] => [...current, ...(Array.isArray(update) ? update : [update])];

const messagesReducer = ({ trim }: MessagesChannel): typeof messagesStateReducer =>
  trim === undefined ? messagesStateReducer : (current, update) => trimMessages(messagesStateReducer(current, update), trim);

function channelOf(definition: ChannelDef): BaseChannel {
  if ("list" in definition) return new ReduceChannel(append, () => []);
  if ("messages" in definition) return new GrowingChannel(messagesReducer(definition), () => []);
  if ("reduce" in definition) return new ReduceChannel(definition.reduce, () => structuredClone(definition.initial));
  return new ReplaceChannel(startsWithValue(definition) ? () => definition.parse(undefined) : undefined);
}

const schemaOfValue = (definition: ChannelDef): z.ZodType => {
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

/** `remembers`: it calls graphs that keep channels. */
export function channelsOf(registry: Registry, { remembers }: { remembers: boolean }): Channels {
  const input = { [INPUT]: new ReplaceChannel(), [KEPT]: new ReplaceChannel() };
  const all = {
    ...Object.fromEntries(Object.entries(registry.state).map(([name, definition]) => [name, channelOf(definition)])),
    ...input,
    [PATH]: new ReduceChannel(append, () => []),
    [REPORTS]: new ReduceChannel(append, () => []),
    [SIGNAL]: new ReplaceChannel(),
    ...(remembers && {
      [MEMORY]: new ReduceChannel(
        (before, more) => ({ ...before, ...more }),
        () => ({}),
      ),
    }),
  };
  return { all, input };
}

type Definitions = Readonly<Record<string, ChannelDef>>;

/** A StateSchema whose channels are our own and whose JSON Schema names declared channels only. */
export class DeclaredSchema extends StateSchema<Record<string, z.ZodType>> {
  readonly #declared: Definitions;
  readonly #channels: Record<string, BaseChannel>;
  constructor(declared: Definitions, channels: Record<string, BaseChannel>) {
    super(Object.fromEntries(Object.entries(declared).map(([name, definition]) => [name, schemaOfValue(definition)])));
    this.#declared = declared;
    this.#channels = channels;
  }
  override getChannels(): Record<string, BaseChannel> {
    return this.#channels;
  }
  override getChannelKeys(): string[] {
    return Object.keys(this.#declared);
  }
  /** What nodes write was parsed where it came from. */
  override async validateInput<T>(data: T): Promise<T> {
    if (!isRecord(data)) return data;
    return (await checkValues(this.#declared, data, { what: "channel", read: checkOutput })) as T; // LangGraph's signature: what comes back is what was given, checked
  }
  override getJsonSchema(): ReturnType<StateSchema<Record<string, z.ZodType>>["getJsonSchema"]> {
    const required = Object.entries(this.#declared).flatMap(([name, definition]) => (isOptional(schemaOfValue(definition)) ? [] : [name]));
    return { type: "object", properties: this.#properties(jsonSchemaOf), ...(required.length > 0 && { required }) };
  }
  override getInputJsonSchema(): ReturnType<StateSchema<Record<string, z.ZodType>>["getInputJsonSchema"]> {
    return { type: "object", properties: this.#properties(inputSchemaOf) };
  }
  #properties(schemaOf: (type: z.ZodType) => JsonSchema): Record<string, JsonSchema> {
    return Object.fromEntries(Object.entries(this.#declared).map(([name, definition]) => [name, schemaOf(schemaOfValue(definition))]));
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
    return { [INPUT]: await checkValues(this.#accepted, given, { what: "input", read: readValue }) } as T; // as above
  }
}

/** Of a graph inside another, which hands in what the graph kept from call to call. */
export class ChildInputSchema extends InputSchema {
  override async validateInput<T>(data: T): Promise<T> {
    const all: Readonly<Record<string, unknown>> = isRecord(data) ? data : {};
    const { [KEPT]: kept, ...given } = all;
    const input = await super.validateInput(given);
    return (kept === undefined ? input : { ...input, [KEPT]: kept }) as T; // as above
  }
}

interface Reading {
  /** Where the values stand, for messages. */
  readonly what: string;
  readonly read: (schema: z.ZodType, value: unknown) => Promise<ReadValue<unknown>>;
}

/** What a write to each channel must look like; its result is what is written. A value that reads as nothing is not written. */
async function checkValues(
  declared: Definitions,
  given: Readonly<Record<string, unknown>>,
  { what, read }: Reading,
): Promise<Record<string, unknown>> {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const definition = Object.hasOwn(declared, name) && !isClear(value) ? declared[name] : undefined;
    const update = definition && updateTypeOf(definition);
    const { data = undefined, error } = update ? await read(update, value) : { data: value };
    if (error) {
      const [first] = error.issues;
      const place = [name, ...(first?.path ?? [])].join(".");
      throw new SignalboxError("INVALID_INPUT", `${what} "${place}": ${first?.message ?? "does not fit"}`, {
        path: [what, name, ...(first?.path ?? []).map(String)],
      });
    }
    if (data !== undefined) checked[name] = data;
  }
  return checked;
}

/** Values that were parsed before, or come from outside as what a node would write: they are not parsed again. */
export const checkWrites = (
  declared: Definitions,
  given: Readonly<Record<string, unknown>>,
  what: string,
): Promise<Record<string, unknown>> => checkValues(declared, given, { what, read: checkOutput });
