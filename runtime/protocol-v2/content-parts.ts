/** The parts of a message's chunk, in the content blocks of the protocol. Providers differ in names; a part that none of them knows is passed on whole. */
import { isRecord } from "../../language/schema/is-record.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface Part {
  /** Parts of one block have the same; undefined: of the block that is open, if it has the same type. */
  readonly key: string | undefined;
  /** The block as it begins, without what is appended. */
  readonly block: Fields & { readonly type: string };
  /** What is appended to it. */
  readonly delta: Fields | undefined;
}

/** `message` is flat JSON: a chunk, or a whole message. */
export function partsOf(message: Fields): Part[] {
  const { content, tool_call_chunks: chunks, tool_calls: calls, additional_kwargs: extra } = message;
  const parts = typeof content === "string" ? [textPart(content, undefined)] : Array.isArray(content) ? content.map(contentPart) : [];
  const called = Array.isArray(chunks) ? chunks.map(callPart) : Array.isArray(calls) ? calls.map(wholeCallPart) : [];
  return [...parts, ...called, isRecord(extra) ? audioPart(extra.audio) : undefined].filter((part) => part !== undefined);
}

function textPart(text: unknown, index: unknown): Part | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  return { key: keyOf(index), block: { type: "text", text: "" }, delta: { type: "text-delta", text } };
}

/** Tool calls are also in `tool_call_chunks`, in one form for all providers. */
const TOOL_PARTS = new Set(["tool_use", "input_json_delta", "tool_call", "tool_call_chunk", "function_call", "functionCall"]);
const MEDIA = new Set(["image", "audio", "video", "file"]);
const KNOWN = new Set(["server_tool_call", "server_tool_call_chunk", "server_tool_result", "invalid_tool_call", "non_standard"]);

function contentPart(part: unknown): Part | undefined {
  if (typeof part === "string") return textPart(part, undefined);
  if (!isRecord(part)) return undefined;
  const type = String(part.type);
  if (TOOL_PARTS.has(type)) return undefined;
  if (type === "text" || type === "text_delta") return textPart(part.text, part.index);
  if (type === "reasoning" || type === "thinking") return reasoningPart(part);
  if (type === "image_url") return { key: keyOf(part.index), block: { type: "image", url: urlIn(part.image_url) }, delta: undefined };
  if (MEDIA.has(type)) return mediaPart(type, part);
  const block = KNOWN.has(type) ? { ...part, type } : { type: "non_standard", value: part };
  return { key: keyOf(part.index), block, delta: { type: "block-delta", fields: block } };
}

function reasoningPart({ type: _, index, reasoning, thinking, text, ...more }: Fields): Part {
  const appended = [reasoning, thinking, text].find((words) => typeof words === "string" && words !== "");
  const fields = { type: "reasoning", ...more };
  const delta =
    appended === undefined
      ? Object.keys(more).length === 0
        ? undefined
        : { type: "block-delta", fields }
      : { type: "reasoning-delta", reasoning: appended };
  return { key: keyOf(index), block: { ...fields, reasoning: "" }, delta };
}

/** The first part of a medium has its data whole; more of the same block is appended. */
function mediaPart(type: string, { index, mimeType, base64, data = base64, ...rest }: Fields): Part {
  const block = { ...rest, type, ...(mimeType !== undefined && { mime_type: mimeType }), ...(data !== undefined && { data: "" }) };
  return { key: keyOf(index), block, delta: typeof data === "string" ? { type: "data-delta", data, encoding: "base64" } : undefined };
}

/** OpenAI's spoken answers. */
function audioPart(audio: unknown): Part | undefined {
  if (!isRecord(audio)) return undefined;
  const { data, format, ...rest } = audio;
  const block = { ...rest, type: "audio", mime_type: `audio/${typeof format === "string" ? format : "wav"}`, data: "" };
  return { key: "audio", block, delta: typeof data === "string" ? { type: "data-delta", data, encoding: "base64" } : undefined };
}

function callPart(chunk: unknown): Part | undefined {
  if (!isRecord(chunk)) return undefined;
  const { id = null, name = null, args, index } = chunk;
  const key = index === undefined ? (typeof id === "string" ? `call ${id}` : undefined) : `call ${index}`;
  const delta = typeof args === "string" && args !== "" ? { type: "tool-call-delta", args } : undefined;
  return { key, block: { type: "tool_call_chunk", id, name, args: "" }, delta };
}

function wholeCallPart(call: unknown, index: number): Part | undefined {
  return isRecord(call) ? callPart({ ...call, args: JSON.stringify(call.args ?? {}), index }) : undefined;
}

const urlIn = (image: unknown): unknown => (isRecord(image) ? image.url : image);

const keyOf = (index: unknown): string | undefined => (index === undefined || index === null ? undefined : `part ${index}`);
