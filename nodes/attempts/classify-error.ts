/** Maps a failure to one of the declared codes and decides whether a retry can help. Reads the shapes of the OpenAI SDK and of LangChain. */
import { isGraphBubbleUp } from "@langchain/langgraph";
import { isRetryableClass } from "../../language/issues/error-class.ts";
import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import { messageOf as messageOfThrown, nameOf as nameOfError } from "../../language/issues/thrown.ts";
import { type AgentErrorCode, agentErrors, isAgentError } from "../../language/kinds/agent/agent-errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { AgentFailure } from "./failures.ts";

export interface ClassifiedError {
  readonly code: string;
  readonly isRetryable: boolean;
  /** The message of the first cause, in one line. */
  readonly message: string;
}

export function classifyError(error: unknown): ClassifiedError {
  const root = rootOf(error);
  const code = codeIn(root);
  return { code, isRetryable: isRetryable(root, code), message: messageOf(root) };
}

/** The first cause: LangChain wraps what a middleware threw. */
export function rootOf(error: unknown): unknown {
  let root = error;
  while (isMiddlewareError(root) && root.cause !== undefined) root = root.cause;
  return root;
}

/** By its brand, so that `langchain` need not be loaded. */
const isMiddlewareError = (error: unknown): error is Error =>
  error instanceof Error && "~brand" in error && error["~brand"] === "MiddlewareError";

/** The class of a tool's own codes is declared in the registry. */
function isRetryable(root: unknown, code: string): boolean {
  if (isGraphBubbleUp(root) || root instanceof ToolError) return false;
  if (root instanceof AgentFailure && root.answer) return false;
  if (root instanceof SignalboxError && root.facts.ignoredAbort === true) return false;
  if (nameOf(root) === "ZodError") return false;
  return isAgentError(code) && isRetryableClass(agentErrors[code]);
}

function codeIn(root: unknown): string {
  if (root instanceof ToolError || root instanceof AgentFailure) return root.code;
  if (root instanceof SignalboxError) return codeOfOwn(root);
  return codeByName(nameOf(root)) ?? codeByProvider(root) ?? codeByMessage(root) ?? "unexpected";
}

function codeOfOwn({ code, facts }: SignalboxError): string {
  if (code === "NODE_FAILED") return String(facts.error);
  if (code === "NODE_TIMEOUT") return "timeout";
  return code === "RUN_CANCELLED" ? "cancelled" : code;
}

// biome-ignore format: a table, one name a line
const names: Readonly<Record<string, AgentErrorCode>> = {
  ContextOverflowError: "context_length",
  TimeoutError: "timeout",
  APIConnectionTimeoutError: "timeout",
  AbortError: "cancelled",
  APIUserAbortError: "cancelled",
  ModelAbortError: "cancelled",
  ModelRefusalError: "content_filter",
  APIConnectionError: "connection",
  StructuredOutputParsingError: "malformed",
  MultipleStructuredOutputsError: "malformed",
  SyntaxError: "malformed",
  ZodError: "malformed",
};
const codeByName = (name: string): AgentErrorCode | undefined => (Object.hasOwn(names, name) ? names[name] : undefined);

/** Codes in the body of a provider's answer: they say more than its status. */
// biome-ignore format: a table, one code a line
const providerCodes: Readonly<Record<string, AgentErrorCode>> = {
  context_length_exceeded: "context_length",
  string_above_max_length: "context_length",
  content_filter: "content_filter",
  content_policy_violation: "content_filter",
  insufficient_quota: "denied",
  ECONNRESET: "connection",
  ECONNREFUSED: "connection",
  ETIMEDOUT: "connection",
  ENOTFOUND: "connection",
  EAI_AGAIN: "connection",
  EPIPE: "connection",
  UND_ERR_SOCKET: "connection",
};

function codeByProvider(root: unknown): AgentErrorCode | undefined {
  const code = fieldOf(root, "code");
  if (typeof code === "string" && Object.hasOwn(providerCodes, code)) return providerCodes[code];
  const status = Number(fieldOf(root, "status") ?? Number.NaN);
  if (status === 429) return "rate_limit";
  if (status === 401 || status === 403) return "denied";
  if (status === 408 || status === 504) return "timeout";
  return status === 409 || status >= 500 ? "connection" : undefined;
}

/** Failures that have only a message: those of fetch, and LangChain's for an answer without a choice. */
function codeByMessage(root: unknown): AgentErrorCode | undefined {
  const message = messageOf(root);
  if (/fetch failed|\bterminated\b|other side closed|socket hang up|connection error|network error/i.test(message)) return "connection";
  if (/reading 'message'|empty response from chat model/i.test(message)) return "malformed";
  return undefined;
}

/** The SDK's errors are all named "Error", but their classes differ. */
function nameOf(root: unknown): string {
  if (!(root instanceof Error)) return "";
  const name = nameOfError(root);
  return name === "Error" ? root.constructor.name : name;
}

/** Without LangChain's link to its pages. */
function messageOf(root: unknown): string {
  const text = messageOfThrown(root);
  return text.split("\n\nTroubleshooting URL:")[0]?.trim() ?? text;
}

/** The provider's Retry-After in milliseconds: seconds or a date, and OpenAI's `retry-after-ms` first. Undefined without such a header. */
export function retryAfterMs(error: unknown, now: () => Date): number | undefined {
  const exact = Number(headerOf(error, "retry-after-ms") ?? Number.NaN);
  if (exact >= 0) return exact;
  const given = headerOf(error, "retry-after");
  if (given === undefined) return undefined;
  const seconds = Number(given);
  const ms = Number.isNaN(seconds) ? Date.parse(given) - now().getTime() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** A header of the refused request: the SDK keeps them as `Headers`, other clients as a plain object. */
function headerOf(error: unknown, name: string): string | undefined {
  const headers = fieldOf(rootOf(error), "headers");
  const value = headers instanceof Headers ? headers.get(name) : fieldOf(headers, name);
  return value === undefined || value === null ? undefined : String(value);
}

const fieldOf = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);
