/** A declared graph whose tool keeps a note in the store, and tells what a search there finds. */
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { setup, tool } from "../../../language/index.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";

const keeping = setup({
  state: { note: z.string(), query: z.string(), found: z.array(z.string()) },
  tools: {
    keep: tool({
      errors: {},
      effect: "none",
      args: z.object({ note: z.string(), query: z.string() }),
      output: z.array(z.string()),
      async run({ note, query }, { store, node }) {
        await store.put(["notes", node], note, { text: note });
        await store.put(["notes", node], "gone", { text: note });
        await store.delete(["notes", node], "gone");
        if (!(await store.get(["notes", node], note))) throw new Error("the note is not there");
        const found = await store.search(["notes"], query === "" ? {} : { query });
        return found.map(({ key, value }) => `${key}: ${value.text}`);
      },
    }),
  },
});

const graph = keeping.defineGraph({
  id: "note-keeper",
  version: 1,
  start: "keep",
  input: ["note", "query"],
  nodes: { keep: { kind: "tool", tool: "keep", writes: "found", next: "end" } },
});

export const noteKeeper = compileGraph(graph, { ports: lazyPorts({ dataFolder: "memory://" }) });
