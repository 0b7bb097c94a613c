/** What a path's lines leave out: failed attempts, pauses, who was asked, which constants code was given. */
import type { NormalApprovers } from "../../language/kinds/interrupt/interrupt-node.ts";
import type { ToolApproval } from "../../nodes/agent/approval/tool-approval.ts";
import type { Recorded } from "../../nodes/call/ports.ts";
import type { QuestionPayload } from "../../nodes/interrupt/question-payload.ts";

interface Detail {
  readonly node: string;
  readonly text: string;
}

export class PathDetails {
  readonly #details: Detail[] = [];
  readonly #asked = new Set<string>();

  add(node: string, text: string): void {
    this.#details.push({ node, text });
  }

  /** Once for each question, however often the thread stops while it is open. */
  addQuestion(id: string, ask: QuestionPayload | ToolApproval): void {
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    this.add(ask.node, "question" in ask ? questionText(ask) : approvalText(ask));
  }

  /** Node by node, because branches that run at the same time have no order. */
  get lines(): readonly string[] {
    return this.#details.toSorted((a, b) => (a.node < b.node ? -1 : Number(a.node > b.node))).map(({ node, text }) => `${node} ${text}`);
  }
}

/** The constants of a node, as its code is given them; empty without any. */
export const constantsText = (constants: unknown): string =>
  Object.entries(constants ?? {})
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");

export function attemptText(what: Recorded, detail: Readonly<Record<string, unknown>>): string {
  const tried = String(detail.what);
  if (what === "result.late") return `returns a result of ${tried} too late`;
  return `attempt ${detail.attempt}${tried.startsWith("node ") ? "" : ` of ${tried}`} fails: ${detail.code}`;
}

function questionText({ by, onMessage }: Pick<QuestionPayload, "by" | "onMessage">): string {
  return `asks ${approversText(by)}${onMessage === "queue" ? "; messages wait" : ""}`;
}

const approvalText = ({ actionRequests, by }: ToolApproval): string =>
  `asks ${by === undefined ? "anyone" : approversText(by)} about ${actionRequests.map(({ name }) => name).join(", ")}`;

function approversText(by: NormalApprovers): string {
  if (by === "requester") return "the requester";
  const counts = Object.entries(by.count ?? {}).map(([decision, count]) => `, ${decision} takes ${count}`);
  const excluded = (by.not ?? []).map((node) => (node === "requester" ? "the requester" : `who decided at ${node}`));
  return `${by.roles.join(", ")}${counts.join("")}${excluded.length > 0 ? `, but not ${excluded.join(" or ")}` : ""}`;
}
