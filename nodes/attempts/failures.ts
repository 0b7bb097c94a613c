/** The failures that nodes throw besides the user's own. Made where the failure is seen; where each leads is decided in run-attempts.ts. */
import type { AIMessage } from "@langchain/core/messages";
import { type ErrorCode, SignalboxError } from "../../language/issues/errors.ts";
import type { AgentErrorCode } from "../../language/kinds/agent/agent-errors.ts";

/** A failure of an agent under one of the declared codes. */
export class AgentFailure extends Error {
  readonly code: AgentErrorCode;
  /** The unusable answer, if there is one that the model can repair. */
  readonly answer: AIMessage | undefined;

  constructor(code: AgentErrorCode, message: string, { answer, cause }: { answer?: AIMessage | undefined; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AgentFailure";
    this.code = code;
    this.answer = answer;
  }
}

/** A question was withdrawn because a sibling branch left early. Everything up to that branch ends with it, and no edge takes it. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
  constructor() {
    super("a sibling branch left early");
  }
}

/** The process stopped in the middle of an effect. Made by whoever keeps the record of effects; the node's `onUnknown` takes it. */
export function effectUnknown(node: string, cause?: unknown): SignalboxError {
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  const message = `node "${node}" was interrupted in the middle of its effect, so it is unknown whether the effect happened${why}`;
  return new SignalboxError("EFFECT_UNKNOWN", message, { node, cause });
}

export const isEffectUnknown = (error: unknown): error is SignalboxError =>
  error instanceof SignalboxError && error.code === "EFFECT_UNKNOWN";

const runFailureCodes: ReadonlySet<ErrorCode> = new Set(["FENCED", "DATABASE_UNAVAILABLE", "UNDECLARED_LABEL"]);

/** Failures of the run, not of a node: no edge may hide a lost lease, a failing database or a wrong label inside a subgraph. */
export const isRunFailure = (error: unknown): boolean => error instanceof SignalboxError && runFailureCodes.has(error.code);
