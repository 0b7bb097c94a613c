/** Reads a thread's events of protocol v2 by plain HTTP, until its root graph has come so far. */

export interface ReadEvent {
  readonly event_id: string;
  readonly seq: number;
  readonly method: string;
  readonly params: {
    readonly namespace: readonly string[];
    readonly timestamp: number;
    // biome-ignore lint/suspicious/noExplicitAny: the assertions of the tests check its shape
    readonly data: any;
  };
}

export interface Until {
  /** Of the root's lifecycle. */
  readonly until: string;
  /** So many times. */
  readonly count?: number;
  readonly since?: number | undefined;
  readonly channels?: readonly string[];
  /** Of the root and so many levels below. */
  readonly depth?: number;
}

const every = ["values", "updates", "messages", "tools", "lifecycle", "input", "checkpoints", "tasks", "custom"];

export async function eventsOf(
  url: string,
  threadId: string,
  { until, count = 1, since, channels = every, depth }: Until,
): Promise<ReadEvent[]> {
  const body = JSON.stringify({ channels, ...(since !== undefined && { since }), ...(depth !== undefined && { namespaces: [[]], depth }) });
  const answer = await fetch(`${url}/threads/${threadId}/stream/events`, { method: "POST", body });
  const events: ReadEvent[] = [];
  let text = "";
  let ends = 0;
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, data] = /^data: (.*)$/m.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (data === undefined) continue;
      const event: ReadEvent = JSON.parse(data);
      events.push(event);
      if (event.method === "lifecycle" && event.params.namespace.length === 0 && event.params.data.event === until) ends += 1;
      if (ends >= count) return events; // and the connection is closed
    }
  }
  throw new Error(`The stream ended after ${events.length} events without ${until}: ${JSON.stringify(events.at(-1))}`);
}
