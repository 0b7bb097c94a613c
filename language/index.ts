/** The language as others import it. */

export type * as Grammar from "./grammar.ts";
export type { DeclaredGraph, GraphDefinition } from "./graph/definition/graph-definition.ts";
export type { GraphData, NodeData } from "./graph/graph-data.ts";
export type { ErrorClass } from "./issues/error-class.ts";
export { type ErrorCode, errors, SignalboxError, ToolError } from "./issues/errors.ts";
export { GraphDefinitionError } from "./issues/graph-definition-error.ts";
export { formatIssue, type Issue, type IssuePath, type Locate, type Repair } from "./issues/issue.ts";
export { type IssueCode, issueCodes } from "./issues/issue-codes.ts";
export { loadGraph } from "./load/load-graph.ts";
export { loadOverlay, type OverlayText } from "./load/load-overlay.ts";
export {
  type AgentCode,
  type AgentLabels,
  type AgentOutput,
  type AgentPrompt,
  type AgentShape,
  agent,
  type LabelledAnswer,
} from "./registry/agent.ts";
export { channel, list, type Message, messages } from "./registry/channels.ts";
export {
  model,
  type Nothing,
  question,
  rawGraph,
  router,
  type TaskAnswer,
  type ToolOutcome,
  task,
  tool,
} from "./registry/code.ts";
export type { Context, KnownPerson, Logger, Sql } from "./registry/context.ts";
export type { Forms, InboxMap, InboxVerb } from "./registry/inbox.ts";
export type { KeyValueStore, StoredValue } from "./registry/key-value-store.ts";
export type * from "./registry/registry.ts";
export { registryOf } from "./registry/registry-of.ts";
export { type DefineGraph, type Setup, setup } from "./setup.ts";
export type { Params, ParamValue } from "./terms/data-flow.ts";
export { type Duration, durationMs, parseDuration } from "./terms/duration.ts";
export type { Writes } from "./terms/writes.ts";
export { type Validation, validate } from "./validate/validate.ts";
