/** A person's decision about a call of a tool. */
import type { ToolDecision } from "../../nodes/agent/approval/tool-approval.ts";

interface ToolUse {
  readonly name: string;
  readonly args: Record<string, unknown>;
}

export function decisionAbout(call: ToolUse, type: ToolDecision["type"]): ToolDecision {
  switch (type) {
    case "edit":
      return { type, editedAction: call };
    case "respond":
      return { type, message: "text" };
    case "approve":
    case "reject":
      return { type };
  }
}
