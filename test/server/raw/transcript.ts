/** Records one conversation with a server that has the raw graph, so that comparable.ts can compare two servers. */

export interface Entry {
  readonly asked: string;
  readonly status: number;
  readonly type: string | undefined;
  readonly location: string | undefined;
  readonly body: unknown;
}

const missing = "0198c2a4-0000-7000-8000-000000000099";

export async function converse(url: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: two servers' responses, whose shapes are compared later
  const ask = async (asked: string, body?: unknown): Promise<any> => {
    const [method = "", path = ""] = asked.split(" ");
    const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const answer = await fetch(`${url}${path}`, { method, ...init });
    const text = await answer.text();
    const type = answer.headers.get("Content-Type")?.split(";")[0];
    const read = type === "text/event-stream" ? eventsOf(text) : parse(text);
    const location = answer.headers.get("Content-Location") ?? undefined;
    entries.push({ asked, status: answer.status, type: answer.status === 204 ? undefined : type, location, body: read });
    return read;
  };

  await ask("GET /ok");
  const [assistant] = await ask("POST /assistants/search", {});
  await ask("POST /assistants/search", { graph_id: "nope" });
  await ask("POST /assistants/count", {});
  await ask("GET /assistants/raw");
  await ask(`GET /assistants/${assistant.assistant_id}`);
  await ask("GET /assistants/raw/graph");
  await ask("GET /assistants/raw/schemas");
  await ask("GET /assistants/raw/subgraphs");

  const { thread_id } = await ask("POST /threads", { metadata: { team: "cards" } });
  const thread = `/threads/${thread_id}`;
  await ask("POST /threads", { thread_id });
  await ask("POST /threads", { thread_id, if_exists: "do_nothing" });
  await ask(`GET ${thread}`);
  await ask(`GET ${thread}/state`);
  await ask(`POST ${thread}/history`, {});
  await ask(`GET ${thread}/runs`);

  const greet = { assistant_id: "raw", input: { what: "greet" } };
  await ask(`POST ${thread}/runs/wait`, { ...greet, metadata: { turn: 1 }, config: { configurable: { lang: "en" } } });
  await ask(`GET ${thread}`);
  const { checkpoint } = await ask(`GET ${thread}/state`);
  await ask(`GET ${thread}/state/${checkpoint.checkpoint_id}`);
  await ask(`POST ${thread}/state/checkpoint`, { checkpoint });
  await ask(`POST ${thread}/history`, { limit: 2 });
  await ask(`GET ${thread}/history?limit=1`);
  await ask(`POST ${thread}/history`, { before: checkpoint.checkpoint_id });

  for (const stream_mode of [undefined, ["values"], ["updates"], ["messages-tuple"], ["messages"], ["tasks"], ["updates", "custom"]]) {
    await ask(`POST ${thread}/runs/stream`, { ...greet, stream_mode });
  }

  await ask(`POST ${thread}/runs/wait`, { assistant_id: "raw", input: { what: "ask" } });
  const { interrupts } = await ask(`GET ${thread}`);
  await ask(`GET ${thread}/state`);
  const [[interrupt]] = Object.values(interrupts) as [[{ id: string }]];
  await ask(`POST ${thread}/runs/stream`, { assistant_id: "raw", command: { resume: { [interrupt.id]: "yes" } }, stream_mode: "updates" });
  await ask(`POST ${thread}/runs/wait`, { assistant_id: "raw", input: { what: "ask" } });
  await ask(`POST ${thread}/runs/wait`, { assistant_id: "raw", command: { resume: "yes" } });

  const failing = { assistant_id: "raw", input: { what: "fail" } };
  await ask(`POST ${thread}/runs/wait`, failing);
  await ask(`GET ${thread}`);
  await ask(`POST ${thread}/runs/stream`, failing);

  const other = await ask("POST /threads", {});
  const busy = `/threads/${other.thread_id}`;
  const slow = await ask(`POST ${busy}/runs`, { assistant_id: "raw", input: { what: "slow" } });
  await ask(`POST ${busy}/runs`, greet);
  await ask(`POST ${busy}/runs/${slow.run_id}/cancel?wait=1`);
  await ask(`GET ${busy}/runs/${slow.run_id}`);
  await ask(`DELETE ${busy}/runs/${slow.run_id}`);
  await ask(`GET ${busy}/runs/${slow.run_id}`);
  await ask(`DELETE ${busy}`);

  await ask("POST /runs/wait", greet);
  await ask("POST /runs/stream", greet);
  await ask("POST /runs/wait", failing);

  await ask(`PATCH ${thread}`, { metadata: { team: "loans", more: true } });
  await ask("POST /threads/search", { metadata: { team: "loans" } });
  await ask("POST /threads/search", { metadata: { team: "loans" }, select: ["thread_id", "status"] });
  await ask("POST /threads/count", { metadata: { team: "loans" } });
  await ask(`DELETE ${thread}`);
  await ask(`GET ${thread}`);
  await ask(`DELETE ${thread}`);

  await ask(`GET /threads/${missing}/state`);
  await ask(`GET /threads/${missing}/runs`);
  await ask("GET /threads/not-a-uuid");
  await ask("POST /threads/search", { limit: 0 });
  await ask(`POST /threads/${missing}/runs`, { input: {} });
  await ask("POST /runs", { assistant_id: "nope" });
  return entries;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function eventsOf(text: string): unknown[] {
  const blocks = text.split("\n\n").filter((block) => block && !block.startsWith(":"));
  return blocks.map((block) =>
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), parse(line.slice(line.indexOf(":") + 2))]),
  );
}
