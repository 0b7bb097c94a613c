/** Spans of runs, visits and attempts, by the OpenTelemetry API: without an SDK in the process they cost next to nothing. Their names and attributes are defined here only. */
import { isGraphBubbleUp } from "@langchain/langgraph";
import { type Attributes, SpanStatusCode, trace } from "@opentelemetry/api";
import { asError, messageOf } from "../language/issues/thrown.ts";
import { redact } from "./redact.ts";

const tracer = trace.getTracer("signalbox");

interface TracedRun {
  readonly threadId: string;
  readonly run: string;
  readonly graph: string;
  /** How often the run was started. */
  readonly starts: number;
}

export const traceRun = <T>({ threadId, run, graph, starts }: TracedRun, work: () => Promise<T>): Promise<T> => {
  const attributes = { "signalbox.thread": threadId, "signalbox.run": run, "signalbox.graph": graph, "signalbox.start": starts };
  return traced(`run ${graph}`, attributes, work);
};

/** Which visit of which node. */
interface TracedScope {
  readonly threadId: string;
  readonly run: string;
  readonly node: string;
}

interface TracedNode {
  /** The vertex: that of an each node's items is `<node>.item`. */
  readonly name: string;
  readonly graph: string;
  readonly kind: string;
}

export const traceNode = <T>(scope: TracedScope, { name, graph, kind }: TracedNode, work: () => Promise<T>): Promise<T> =>
  traced(`node ${name}`, { ...attributesOf(scope), "signalbox.graph": graph, "signalbox.kind": kind }, work);

interface TracedAttempt {
  /** `node "triage"`, `model "fast"` or `tool "pay"`. */
  readonly what: string;
  readonly attempt: number;
}

export const traceAttempt = <T>(scope: TracedScope, { what, attempt }: TracedAttempt, work: () => Promise<T>): Promise<T> =>
  traced("attempt", { ...attributesOf(scope), "signalbox.what": what, "signalbox.attempt": attempt }, work);

const attributesOf = ({ threadId, run, node }: TracedScope): Attributes => ({
  "signalbox.thread": threadId,
  "signalbox.run": run,
  "signalbox.node": node,
});

/** Ends with the work. A question to a person is not a failure. */
function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (thrown) {
      const error = asError(thrown);
      if (isGraphBubbleUp(error)) span.setAttribute("signalbox.waits", true);
      else {
        const message = redact(messageOf(error));
        span.setStatus({ code: SpanStatusCode.ERROR, message });
        span.recordException(error.message === message ? error : message);
      }
      throw error;
    } finally {
      span.end();
    }
  });
}
