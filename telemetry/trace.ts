/** Spans of what runs, by the OpenTelemetry API: without an SDK in the process they cost next to nothing. Names and attributes stand here only. */

import { isGraphBubbleUp } from "@langchain/langgraph";
import { type Attributes, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Scope } from "../nodes/call/ports.ts";

const tracer = trace.getTracer("signalbox");

/** Ends with the work; a question to a person is no failure. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      if (isGraphBubbleUp(error)) span.setAttribute("signalbox.waits", true);
      else {
        const message = error instanceof Error ? error.message : String(error);
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        span.recordException(error instanceof Error ? error : message);
      }
      throw error;
    } finally {
      span.end();
    }
  });
}

export const attributesOf = ({ threadId, run, node }: Scope): Attributes => ({
  "signalbox.thread": threadId,
  "signalbox.run": run,
  "signalbox.node": node,
});
