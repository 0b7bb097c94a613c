/** The events of streams with the failures in them concealed. State stays as it is: what a graph has stored is no failure of a node. */
import { isRecord } from "../../language/schema/is-record.ts";
import type { RunEvent } from "../event-log/log-event.ts";
import type { ProtocolEvent } from "../protocol-v2/protocol-event.ts";
import { concealed, concealedIn, concealedText } from "./concealed.ts";

/** `error`, or a mode with the namespace of a graph inside a node. */
export function concealedEvent(event: RunEvent, reference: string): RunEvent {
  const [mode = ""] = event.event.split("|");
  const data = dataOf(mode, event.data, reference);
  return data === event.data ? event : { ...event, data };
}

function dataOf(mode: string, data: unknown, reference: string): unknown {
  if (mode === "error") return concealed(data, reference);
  if (mode === "tasks" || mode === "lifecycle" || mode === "tools") return concealedIn(data, "error", reference);
  if (mode === "checkpoints") return inTasks(data, reference);
  if (!isRecord(data)) return data;
  if (mode === "debug") return { ...data, payload: inTasks(concealedIn(data.payload, "error", reference), reference) };
  const isFailure = mode === "events" && typeof data.event === "string" && data.event.endsWith("_error");
  return isFailure ? { ...data, data: concealedIn(data.data, "error", reference) } : data;
}

/** Of a checkpoint: its tasks have failed or not. */
const inTasks = (data: unknown, reference: string): unknown =>
  isRecord(data) && Array.isArray(data.tasks)
    ? { ...data, tasks: data.tasks.map((task: unknown) => concealedIn(task, "error", reference)) }
    : data;

export function concealedProtocolEvent(event: ProtocolEvent, reference: string): ProtocolEvent {
  const { method, params } = event;
  const data = protocolDataOf(method, params.data, reference);
  return data === params.data ? event : { ...event, params: { ...params, data } };
}

function protocolDataOf(method: ProtocolEvent["method"], data: unknown, reference: string): unknown {
  if (method === "lifecycle" || method === "tasks") return concealedIn(data, "error", reference);
  if (method === "checkpoints") return inTasks(data, reference);
  if (!isRecord(data)) return data;
  const isFailure = (method === "tools" && data.event === "tool-error") || (method === "messages" && data.event === "error");
  return isFailure ? { ...data, message: concealedText(undefined, reference) } : data;
}
