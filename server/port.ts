/** What the server needs of the runtime. Replaced by runtime/'s own type. */
import type { Page } from "./pagination.ts";
import type { RunBody } from "./run-body.ts";
import type { StreamEvent } from "./sse.ts";

type Rec = Record<string, unknown>;
export interface Run extends Rec {
  run_id: string;
  thread_id: string;
}
export interface Runtime {
  assistants: {
    search(query: { limit: number; offset: number }): Promise<Page<Rec>>;
    count(query: object): Promise<number>;
    get(id: string): Promise<Rec>;
    graph(id: string, options: object): Promise<unknown>;
    schemas(id: string): Promise<unknown>;
    subgraphs(id: string, options: object): Promise<unknown>;
  };
  threads: {
    create(body: object): Promise<Rec>;
    get(id: string): Promise<Rec>;
    search(query: object): Promise<Page<Rec>>;
    count(query: object): Promise<number>;
    update(id: string, patch: object): Promise<Rec>;
    delete(id: string): Promise<void>;
    state(id: string, options: object): Promise<unknown>;
    updateState(id: string, body: object): Promise<unknown>;
    history(id: string, options: object): Promise<unknown[]>;
    path(id: string): Promise<unknown>;
  };
  runs: {
    create(threadId: string | null, body: RunBody): Promise<Run>;
    get(threadId: string | null, runId: string): Promise<Run>;
    list(threadId: string, query: object): Promise<Run[]>;
    join(threadId: string | null, runId: string): Promise<unknown>;
    stream(
      threadId: string | null,
      runId: string,
      options: { lastEventId: string | undefined; signal: AbortSignal },
    ): AsyncIterable<StreamEvent>;
    cancel(threadId: string | null, runId: string, options: { action: "interrupt" | "rollback"; wait: boolean }): Promise<void>;
    delete(threadId: string, runId: string): Promise<void>;
  };
  interrupts: {
    list(query: object): Promise<Page<Rec>>;
    get(id: string): Promise<Rec>;
    decide(decision: object): Promise<Rec>;
  };
}
