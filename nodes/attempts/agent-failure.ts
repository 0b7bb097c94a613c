/** A failure of an agent under one of the declared codes. Made where the failure is seen; where it leads is decided elsewhere. */
import type { AIMessage } from "@langchain/core/messages";
import type { AgentErrorCode } from "../../language/kinds/agent/agent-errors.ts";

export class AgentFailure extends Error {
  readonly code: AgentErrorCode;
  /** The answer that cannot be used, when there is one to mend. */
  readonly answer: AIMessage | undefined;

  constructor(code: AgentErrorCode, message: string, { answer, cause }: { answer?: AIMessage | undefined; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "AgentFailure";
    this.code = code;
    this.answer = answer;
  }
}
