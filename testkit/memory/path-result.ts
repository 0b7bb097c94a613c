/** What runPath reports of a scenario. */
import type { Path } from "../../language/terms/step.ts";
import type { ToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import type { QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { Effect } from "./memory-ports.ts";

export interface PathResult {
  /** The thread's id, where it ran on a server. */
  readonly thread?: string;
  /** One line a step, `node -label-> target`; one per deadline that fired; a turn begins with `turn n:` when there are several. */
  readonly path: readonly string[];
  /** What the paths of the scenario do not say, node by node: failed attempts, pauses, time limits, who was asked, constants given to scripted code. Recorded in memory only: empty on a server. */
  readonly details: readonly string[];
  /** The steps of all turns. */
  readonly steps: Path;
  /** Declared channels at the end. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Where it waits for a person, and what it asks. */
  readonly waitsAt?: string;
  readonly asks?: QuestionPayload;
  /** The tool calls that an agent asks about. */
  readonly approves?: ToolApproval;
  /** What code gave to LangGraph's `interrupt()`, where it waits there. */
  readonly interrupted?: unknown;
  /** What the models streamed, with `stream`. */
  readonly streamed?: string;
  readonly effects: readonly Effect[];
  readonly tokens: number;
  /** The child threads of each nodes with threads of their own, in item order. */
  readonly children: readonly PathResult[];
  /** The error that ended the run, when no edge took it. */
  readonly error?: Error;
}
