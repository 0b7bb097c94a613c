/** How a story tells who is asked, who may signal, and which attempt failed. */
import type { NormalApprovers } from "../../language/kinds/interrupt/interrupt-node.ts";
import type { ToolApproval } from "../../nodes/agent/tool-approval.ts";
import type { Recorded } from "../../nodes/call/ports.ts";
import type { QuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { Story } from "./story.ts";

/** Each question is told once, however often the thread stops while it is open. */
export class AsksTold {
  private readonly story: Story;
  private readonly seen = new Set<string>();

  constructor(story: Story) {
    this.story = story;
  }

  tell(id: string, ask: QuestionPayload | ToolApproval): void {
    if (this.seen.has(id)) return;
    this.seen.add(id);
    this.story.tell(ask.node, "actionRequests" in ask ? approvalText(ask) : askText(ask));
  }
}

function askText({ by, onMessage }: Pick<QuestionPayload, "by" | "onMessage">): string {
  return `asks ${approversText(by)}${onMessage === "queue" ? "; messages wait" : ""}`;
}

const approvalText = ({ actionRequests, by }: ToolApproval): string =>
  `asks ${by === undefined ? "anyone" : approversText(by)} about ${actionRequests.map(({ name }) => name).join(", ")}`;

export function attemptText(what: Recorded, detail: Readonly<Record<string, unknown>>): string {
  const tried = String(detail.what);
  if (what === "result.late") return `gives a result of ${tried} too late`;
  return `attempt ${detail.attempt}${tried.startsWith("node ") ? "" : ` of ${tried}`} fails: ${detail.code}`;
}

function approversText(by: NormalApprovers): string {
  if (by === "requester") return "the requester";
  const counts = Object.entries(by.count ?? {}).map(([decision, count]) => `, ${decision} takes ${count}`);
  const not = by.not?.length
    ? `, but not ${by.not.map((node) => (node === "requester" ? "the requester" : `who decided at ${node}`)).join(" or ")}`
    : "";
  return `${by.roles.join(", ")}${counts.join("")}${not}`;
}
