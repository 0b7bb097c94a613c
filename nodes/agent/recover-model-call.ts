/** The fixed order of recovery around ONE model call: retry, then repair, then the next fallback model. A person is never asked inside it. */
import type { BaseMessage } from "@langchain/core/messages";
import { isGraphBubbleUp } from "@langchain/langgraph";
import type { AgentMiddleware } from "langchain";
import type { NormalAgent } from "../../language/kinds/agent/agent-node.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { classifyError, rootOf } from "../attempts/classify-error.ts";
import { AgentFailure } from "../attempts/failures.ts";
import { retried } from "../attempts/retry.ts";
import { namedRetryable } from "../attempts/run-attempts.ts";
import { withTimeout } from "../attempts/time-limit.ts";
import type { Call } from "../call/kind.ts";
import { answerLike } from "../models/answer-like.ts";
import type { AgentModel } from "../models/make-model.ts";
import { withoutForeignReasoning } from "../models/own-reasoning.ts";
import { ANSWER_TOOL, type AnswerForm } from "./answers/answer-form.ts";
import type { LabelAnswers } from "./answers/label-answers.ts";
import { checkModelAnswer, repairMessages } from "./answers/model-answer.ts";
import { type AskModel, answerIn, type ModelRequest, type Response } from "./answers/model-call.ts";
import { ToolChoice } from "./answers/tool-choice.ts";
import { type ModelMeter, mark, marksOf } from "./model-meter.ts";
import { misfitsIn } from "./tool-errors.ts";

export interface Recovery {
  readonly call: Call<NormalAgent>;
  readonly meter: ModelMeter;
  /** The agent's own model, then its fallbacks in order. */
  readonly models: readonly AgentModel[];
  /** How many messages the agent received: those after them are its own. */
  readonly given: number;
  /** What the agent must fill in, so that plain text is not an answer. */
  readonly form: AnswerForm | undefined;
  /** The labels that it may answer. */
  readonly labels: LabelAnswers | undefined;
  /** @throws when the agent may not call a model again. */
  readonly assertWithinLimits: (said: readonly BaseMessage[]) => void;
}

export function recoverModelCalls(given: Recovery): AgentMiddleware {
  const recovery = { ...given, choice: choiceFor(given) };
  const { meter, assertWithinLimits } = given;
  return {
    name: "recoverModelCalls",
    wrapModelCall: async (request, handler) => {
      const said = request.messages.slice(given.given);
      meter.begin(said);
      assertWithinLimits(said);
      const response = await withFallback(recovery, request, (tried) => checked(recovery, tried, handler));
      meter.end(answerIn(response));
      return withoutInternals(response);
    },
  };
}

/** Words are no answer where all that the agent can answer is a call. */
function choiceFor({ form, labels }: Recovery): ToolChoice {
  const isForced = form !== undefined || (labels !== undefined && labels.text === undefined);
  return new ToolChoice({ isForced, otherwise: form && "auto" });
}

type Choosing = Recovery & { readonly choice: ToolChoice };

async function withFallback(recovery: Choosing, request: ModelRequest, ask: AskModel): Promise<Response> {
  const { models } = recovery;
  for (const [index, model] of models.entries()) {
    try {
      if (index > 0) recovery.meter.tryAgain();
      const messages = withoutForeignReasoning(request.messages, (said) => marksOf(said).model === model.key);
      const response = await withRepair({ ...recovery, model }, { ...request, messages, model: model.chat }, ask);
      mark(answerIn(response), { model: model.key });
      return response;
    } catch (error) {
      if (index === models.length - 1 || !mayFallBack(recovery.call, error)) throw error;
    }
  }
  throw new TypeError("an agent has at least one model");
}

const mayFallBack = ({ signal }: Call, error: unknown): boolean =>
  !signal.aborted && !isGraphBubbleUp(error) && classifyError(error).code !== "cancelled";

/** With the model that is tried now. */
type OnModel = Choosing & { readonly model: AgentModel };

async function withRepair(recovery: OnModel, request: ModelRequest, ask: AskModel): Promise<Response> {
  const { repair = 0 } = recovery.call.node;
  let { messages } = request;
  for (let repairs = 0; ; repairs += 1) {
    try {
      return await withRetry(recovery, { ...request, messages }, ask);
    } catch (error) {
      const root = rootOf(error);
      if (!(root instanceof AgentFailure) || !root.answer || repairs === repair) throw error;
      recovery.meter.tryAgain();
      messages = repairMessages(messages, root.answer, root.message);
    }
  }
}

function withRetry({ call, meter, model, choice }: OnModel, request: ModelRequest, ask: AskModel): Promise<Response> {
  const { retry, timeoutMs } = call.node;
  const { name, maxInFlight } = model;
  return retried(call, { retry, isRetryable: namedRetryable, what: `model "${name}"` }, (attempt) => {
    if (attempt > 1) meter.tryAgain();
    const limit = { timeoutMs, what: `the model of node "${call.name}"`, mayAct: false };
    // the signal reaches the request itself: a call that has timed out is not paid for to its end
    const tried = () =>
      withTimeout(call, limit, async (signal) =>
        choice.ask({ ...request, modelSettings: { ...request.modelSettings, signal } }, model, ask),
      );
    // outside the timeout: waiting for a slot is not the model's time
    return maxInFlight === undefined ? tried() : call.ports.withModelSlot({ model: name, maxInFlight }, call.signal, tried);
  });
}

/** In LangChain's result, in place of what the model has filled in: it was read, and is not read again. */
export interface ReadAnswer {
  readonly output: unknown;
}

async function checked({ form, labels }: Recovery, request: ModelRequest, handler: AskModel): Promise<Response> {
  const response = await handler(request);
  const answer = answerIn(response);
  checkModelAnswer(answer);
  const { problem } = { problem: undefined, ...(await labels?.read(answer)) };
  if (problem !== undefined) throw new AgentFailure("malformed", problem, { answer });
  if (!form) return response;
  if ("structuredResponse" in response) {
    const read = await form.read(response.structuredResponse);
    if (!read.success) throw new AgentFailure("malformed", misfitsIn(read.error), { answer, cause: read.error });
    return Object.assign(response, { structuredResponse: { output: read.data } satisfies ReadAnswer });
  }
  if (!answer.tool_calls?.length)
    throw new AgentFailure("malformed", "the answer is text, but the agent must call the tool for its answer", { answer });
  return response;
}

/** LangChain adds a tool's result and "Returning structured response" to an answer that it has read. They are no one's words, so the answer alone ends the agent. */
function withoutInternals(response: Response): Response {
  if (!isRecord(response) || !("structuredResponse" in response)) return response;
  const said = answerIn(response);
  const answer = answerLike(said, { tool_calls: [], invalid_tool_calls: [] });
  mark(answer, { output: said.tool_calls?.find(({ name }) => name === ANSWER_TOOL)?.args });
  return Object.assign(response, { messages: [answer] });
}
