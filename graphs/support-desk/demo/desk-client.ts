/** The desk over HTTP: runs through the official SDK, the inbox and the path by their own routes. */
import { Client } from "@langchain/langgraph-sdk";

export interface Step {
  readonly node: string;
  readonly label: string;
  readonly target: string;
  readonly attempts?: number;
}

export interface OpenQuestion {
  readonly id: string;
  readonly node: string;
  readonly value: { readonly prompt: string; readonly shows: Readonly<Record<string, unknown>> };
}

export interface Decision {
  readonly decision: string;
  readonly form?: Readonly<Record<string, unknown>> | undefined;
  readonly by: string;
  readonly roles: readonly string[];
}

const GRAPH = "support-desk";

export class DeskClient {
  readonly url: string;
  private readonly sdk: Client;

  constructor(url: string) {
    this.url = url;
    this.sdk = new Client({ apiUrl: url });
  }

  async openThread(): Promise<string> {
    return (await this.sdk.threads.create()).thread_id;
  }

  /** Sends input and waits until the run ends or asks a person. */
  async send(thread: string, input: Record<string, unknown>): Promise<void> {
    await this.sdk.runs.wait(thread, GRAPH, { input });
  }

  /** Sends input and does not wait. Resolves to the run's id. */
  async sendOff(thread: string, input: Record<string, unknown>): Promise<string> {
    return (await this.sdk.runs.create(thread, GRAPH, { input })).run_id;
  }

  /** The status: pending, running, success, … */
  async statusOf(thread: string, run: string): Promise<string> {
    return (await this.sdk.runs.get(thread, run)).status;
  }

  /** The nodes that are due or under way. */
  async nextOf(thread: string): Promise<string[]> {
    return (await this.sdk.threads.getState(thread)).next;
  }

  async questionOf(thread: string): Promise<OpenQuestion | undefined> {
    const [open] = await this.get<OpenQuestion[]>(`/interrupts?status=pending&thread_id=${thread}`);
    return open;
  }

  /** Decides the thread's open question and waits until its run ends or asks again. */
  async decide(thread: string, decision: Decision): Promise<void> {
    const question = await this.questionOf(thread);
    if (!question) throw new Error(`thread ${thread} has no open question, so "${decision.decision}" cannot be decided`);
    const response = await fetch(`${this.url}/interrupts/${question.id}/decision`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(decision),
    });
    if (!response.ok) throw new Error(`deciding "${decision.decision}" at ${question.node}: ${response.status} ${await response.text()}`);
    const { resume_run_id } = (await response.json()) as { resume_run_id: string };
    await this.sdk.runs.join(thread, resume_run_id);
  }

  async replyOf(thread: string): Promise<string | undefined> {
    const { values } = await this.sdk.threads.getState<{ reply?: string }>(thread);
    return values.reply;
  }

  /** The steps of the thread's last turn. */
  async pathOf(thread: string): Promise<readonly Step[]> {
    const { turns } = await this.get<{ turns: { path: readonly Step[] }[] }>(`/threads/${thread}/path`);
    return turns.at(-1)?.path ?? [];
  }

  private async get<Answer>(path: string): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`);
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
