/** What the routes take that only a Signalbox server has. The names are those of the SDK; the wire has snake case. */

import type { StreamMode } from "@langchain/langgraph-sdk";

/** Who acts: by name where the server asks nobody who they are, or the person for whom a service does. */
export interface Person {
  readonly by?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  /** The person for whom a service acts, where its key may act for them. */
  readonly onBehalfOf?: { readonly id: string; readonly name?: string | undefined } | undefined;
}

export interface InboxQuery {
  /** Default: all. */
  readonly status?: "pending" | "decided" | "superseded" | "expired" | undefined;
  readonly graphId?: string | undefined;
  readonly threadId?: string | undefined;
  /** The role that a deadline gave it to. */
  readonly assignee?: string | undefined;
  /** 1 to 1,000, default 10. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

export interface WebhookFilter {
  /** Default: all. */
  readonly status?: "pending" | "delivered" | "failed" | undefined;
  readonly runId?: string | undefined;
  readonly threadId?: string | undefined;
  /** 1 to 1,000, default 10. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

export interface InterruptAnswer extends Person {
  /** Of the question: needed where it was copied, because a copy has a question with the same id. */
  readonly threadId?: string | undefined;
  /** One of the question's decisions. Left out for an interrupt of a raw LangGraph, which takes `resume`. */
  readonly decision?: string | undefined;
  /** Of the decision, where it has one. */
  readonly form?: Readonly<Record<string, unknown>> | undefined;
  readonly resume?: unknown;
  readonly reason?: string | undefined;
  /** Sent twice with the same key, it is one answer. */
  readonly idempotencyKey?: string | undefined;
}

/** A link by which somebody without a credential decides one question once. */
export interface LinkWanted {
  /** Of the question: needed where its thread was copied. */
  readonly threadId?: string | undefined;
  /** With which its holder decides; left out where the question asks for none. */
  readonly role?: string | undefined;
  /** Who its holder is: needed where it matters who decides. */
  readonly person?: { readonly id: string; readonly name?: string | undefined } | undefined;
  /** Default: all of the question. */
  readonly decisions?: readonly string[] | undefined;
  /** `"2d"`: at most 30 days, default 7 days, and never longer than the question's deadline. */
  readonly expiresIn?: string | undefined;
}

export interface RunStart extends Person {
  /** An assistant's id, or a graph's. */
  readonly assistantId: string;
  readonly input?: unknown;
  /** What readers of its stream may ask for. Default: `values`. */
  readonly streamMode?: readonly StreamMode[] | undefined;
}
