/** Reads answers of servers that speak OpenAI's API more or less: what they send in another form is put into the form that LangChain reads. */
import { isRecord } from "../language/schema/is-record.ts";
import { ProviderError, providerError } from "./provider-error.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The event that answer-fetch.ts puts before the end of a stream. */
export const STREAM_END = { signalbox: "end" } as const;

/** @throws ProviderError when the server reports a failure, or answers with something else than a completion. */
export function readCompletion(given: unknown): Fields {
  const data = typeof given === "string" ? parsed(given) : given;
  if (!isRecord(data)) throw new ProviderError(`the server did not answer with a completion but with ${String(given).slice(0, 200)}`);
  throwReported(data);
  const [choice] = choicesIn(data);
  const whole = { ...data, usage: readUsage(data.usage) };
  if (!choice) return { ...whole, choices: [] };
  throwReported(choice);
  const { tool_calls, ...message } = readMessage(choice.message ?? choice.delta);
  const calls = callsIn(tool_calls).map((call) => readCall(call, "{}"));
  const read = { ...message, ...(calls.length > 0 && { tool_calls: calls }) };
  return { ...whole, choices: [{ ...choice, index: 0, message: read, finish_reason: finishOf(choice) ?? endOf(calls.length > 0) }] };
}

/** The same of a stream. `signal`: an aborted stream just ends. */
export async function* readChunks(stream: AsyncIterable<unknown>, signal: AbortSignal | undefined): AsyncGenerator<Fields> {
  let end: { index: unknown; data: Fields; finish?: string | undefined; calls: boolean } | undefined;
  let isDone = false;
  for await (const data of failures(stream)) {
    if (!isRecord(data)) continue;
    if (data.signalbox === STREAM_END.signalbox) isDone = true;
    throwReported(data);
    const usage = readUsage(data.usage);
    const choice = choicesIn(data).find(({ index }) => end === undefined || index === end.index);
    if (!choice) {
      if (usage) yield { ...data, choices: [], usage };
      continue;
    }
    throwReported(choice);
    const { tool_calls, ...message } = readMessage(choice.delta ?? choice.message);
    const calls = callsIn(tool_calls).map((call) => readCall(call, undefined));
    end = { index: choice.index, data, finish: end?.finish ?? finishOf(choice), calls: end?.calls || calls.length > 0 };
    const delta = { ...message, ...(calls.length > 0 && { tool_calls: calls }) };
    yield { ...data, usage, choices: [{ ...choice, index: 0, delta, finish_reason: null }] };
  }
  if (signal?.aborted) return;
  if (!isDone && end?.finish === undefined) throw new ProviderError("the answer's stream broke off");
  // once: servers repeat it, and LangChain adds the texts up
  if (end)
    yield { ...end.data, usage: undefined, choices: [{ index: 0, delta: { content: "" }, finish_reason: end.finish ?? endOf(end.calls) }] };
}

/** OpenAI's client throws a failure that is reported in a stream without its status. */
async function* failures(stream: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* stream;
  } catch (error) {
    if (error instanceof Error && "error" in error && error.error !== undefined && !("status" in error && error.status))
      throw providerError(error.error);
    throw error;
  }
}

function throwReported({ error, finish_reason }: Fields): void {
  if (error !== undefined && error !== null) throw providerError(error);
  if (finish_reason === "error") throw new ProviderError("the server ended the answer with an error");
}

/** The first of several: they are alternatives. */
const choicesIn = ({ choices }: Fields): Fields[] =>
  (Array.isArray(choices) ? choices.filter(isRecord) : []).toSorted((a, b) => Number(a.index ?? 0) - Number(b.index ?? 0));

const finishOf = ({ finish_reason: finish }: Fields): string | undefined =>
  typeof finish === "string" && finish !== "" ? finish : undefined;

const endOf = (calls: boolean): string => (calls ? "tool_calls" : "stop");

function readMessage(given: unknown): Fields {
  const message = isRecord(given) ? given : {};
  const known = Object.entries(message).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(known), role: "assistant", content: readText(message.content) };
}

/** Parts that are not text, such as a model's thinking, are left out. */
function readText(content: unknown): string {
  if (Array.isArray(content)) return content.map((part: unknown) => (isRecord(part) ? String(part.text ?? "") : String(part))).join("");
  if (isRecord(content)) return String(content.text ?? "");
  return content === undefined || content === null ? "" : String(content);
}

const callsIn = (calls: unknown): Fields[] => (Array.isArray(calls) ? calls : [calls]).filter(isRecord);

/** `empty`: what stands for no arguments. */
function readCall(call: Fields, empty: string | undefined): Fields {
  const { name, arguments: given, args = given } = isRecord(call.function) ? call.function : call;
  const text = typeof args === "string" ? args : args === undefined || args === null ? "" : JSON.stringify(args);
  const { index, id } = call;
  return {
    ...(index !== undefined && index !== null && { index }),
    id,
    type: "function",
    function: { name, arguments: text.trim() === "" ? (empty ?? text) : text },
  };
}

/** LangChain would join texts where it adds numbers. */
function readUsage(given: unknown): Fields | undefined {
  if (!isRecord(given)) return undefined;
  const numbers = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === "string" && value.trim() !== "" ? Number(value) : value,
  ]);
  return Object.fromEntries(numbers);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
