/** One message as the protocol streams it, block by block, from the chunks that the log has of it. Pure. */
import { isRecord } from "../../language/schema/is-record.ts";
import { type Part, partsOf } from "./content-parts.ts";
import type { EventNamespace } from "./protocol-event.ts";

type Fields = Readonly<Record<string, unknown>>;

interface Block {
  readonly index: number;
  readonly key: string | undefined;
  content: Fields;
  isFinished: boolean;
}

export interface MessagePlace {
  readonly namespace: EventNamespace;
  readonly node: string | undefined;
  /** The task of the node: several of one node can run side by side. */
  readonly task: string | undefined;
}

/** Of the node's metadata: what clients show of a model. */
const SHOWN = { provider: "ls_provider", model: "ls_model_name", model_type: "ls_model_type" };

export class MessageStream {
  readonly place: MessagePlace;
  readonly id: string;
  readonly #role: string;
  readonly #metadata: Fields;
  readonly #blocks: Block[] = [];
  #current: Block | undefined;
  #usage: Record<string, unknown> | undefined;
  #reason: unknown;

  constructor(id: string, role: string, { metadata, ...place }: MessagePlace & { readonly metadata: Fields }) {
    this.id = id;
    this.place = place;
    this.#role = role;
    this.#metadata = metadata;
  }

  *start(): Generator<Fields> {
    const shown = Object.entries(SHOWN).flatMap(([name, key]) => (this.#metadata[key] === undefined ? [] : [[name, this.#metadata[key]]]));
    const metadata = shown.length > 0 && { metadata: Object.fromEntries(shown) };
    yield this.#event({ event: "message-start", role: this.#role, id: this.id, ...metadata });
  }

  /** `message`: a chunk, or the whole message, as flat JSON. */
  *push(message: Fields): Generator<Fields> {
    for (const part of partsOf(message)) yield* this.#append(part);
    if (isRecord(message.usage_metadata)) this.#usage = sumOf(this.#usage, message.usage_metadata);
    if (isRecord(message.response_metadata)) this.#reason = message.response_metadata.finish_reason ?? this.#reason;
  }

  *finish(): Generator<Fields> {
    for (const block of this.#blocks) yield* this.#finishBlock(block);
    const usage = this.#usage && { usage: this.#usage };
    yield this.#event({ event: "message-finish", reason: this.#reason ?? "stop", ...usage });
  }

  /** It will not be completed. */
  *fail(message: string, code: string): Generator<Fields> {
    yield this.#event({ event: "error", message, code });
  }

  *#append({ key, block, delta }: Part): Generator<Fields> {
    let found = this.#blockOf(key, block.type);
    if (!found) {
      // blocks follow each other: one ends before the next begins
      if (this.#current) yield* this.#finishBlock(this.#current);
      found = { index: this.#blocks.length, key, content: block, isFinished: false };
      this.#blocks.push(found);
      yield this.#event({ event: "content-block-start", index: found.index, content: block });
    } else if (block.type === "tool_call_chunk") found.content = { ...found.content, ...named(block) };
    this.#current = found;
    if (!delta) return;
    found.isFinished = false; // a provider that comes back to an earlier block
    found.content = appended(found.content, delta);
    yield this.#event({ event: "content-block-delta", index: found.index, delta });
  }

  #blockOf(key: string | undefined, type: string): Block | undefined {
    if (key !== undefined) return this.#blocks.find((block) => block.key === key && block.content.type === type);
    return this.#current?.content.type === type ? this.#current : undefined;
  }

  *#finishBlock(block: Block): Generator<Fields> {
    if (block.isFinished) return;
    block.isFinished = true;
    yield this.#event({ event: "content-block-finish", index: block.index, content: finalOf(block.content) });
  }

  /** Clients tell messages of one node that stream at the same time apart by `run_id`. */
  readonly #event = (data: Fields): Fields => ({ ...data, run_id: this.id });
}

/** A call's id and name may come after its first chunk. */
const named = ({ id, name }: Fields): Fields => ({ ...(id !== null && { id }), ...(name !== null && { name }) });

function appended(content: Fields, { type, fields, ...delta }: Fields): Fields {
  if (type === "block-delta") return { ...content, ...(isRecord(fields) ? fields : {}) };
  const [name] = Object.keys(delta);
  return name === undefined ? content : { ...content, [name]: `${content[name] ?? ""}${delta[name]}` };
}

function finalOf(content: Fields): Fields {
  if (content.type !== "tool_call_chunk") return content;
  const { id, name, args } = content;
  try {
    return { type: "tool_call", id, name, args: JSON.parse(args === "" ? "{}" : String(args)) };
  } catch {
    return { type: "invalid_tool_call", id, name, args, error: "The arguments are not JSON" };
  }
}

/** Providers send their counts once, or piece by piece. */
function sumOf(before: Record<string, unknown> = {}, more: Fields): Record<string, unknown> {
  const sum = { ...before };
  for (const [name, value] of Object.entries(more)) {
    const known = sum[name];
    sum[name] =
      typeof value === "number" && typeof known === "number"
        ? known + value
        : isRecord(value) && isRecord(known)
          ? sumOf(known, value)
          : value;
  }
  return sum;
}
