/** Corrective RAG, after LangGraph.js examples/rag/langgraph_crag.ipynb: retrieve, grade each document, generate, or rewrite and search the web. */
// biome-ignore-all format: its lines are counted
import { z } from "zod";
import { agent, list, setup, tool } from "../../../language/index.ts";

export const Doc = z.object({ text: z.string() });
const none = () => { throw new Error("no model"); };

/** Whether a document helps: `no` is an item's failure, so that only the others are collected. */
export const grading = setup({
  state: { question: z.string(), document: Doc },
  models: { gpt4o: none },
  agents: { grader: agent({ model: "gpt4o", args: z.object({ question: z.string(), document: Doc }), labels: { yes: null, no: null },
    prompt: "Does this document help with the question?\nDocument: {document}\nQuestion: {question}" }) },
}).defineGraph({
  id: "grading", version: 1, start: "grade", input: ["question", "document"], endsWith: ["yes", "no"],
  nodes: { grade: { kind: "agent", agent: "grader", routes: { yes: "end:yes", no: "end:no" } } },
});

const rag = setup({
  state: {
    question: z.string(), documents: z.array(Doc), document: Doc, good: Doc, kept: z.array(Doc), generation: z.string(),
    dropped: list(z.object({ index: z.number(), item: Doc, error: z.string() })),
  },
  models: { gpt4o: none },
  tools: {
    retrieve: tool({ effect: "none", errors: {}, args: z.object({ question: z.string() }), output: z.array(Doc), run: async () => [{ text: "agent memory" }, { text: "cats" }] }),
    webSearch: tool({ effect: "none", errors: {}, args: z.object({ question: z.string() }), output: z.array(Doc), run: async ({ question }) => [{ text: `web: ${question}` }] }),
  },
  agents: {
    rewriter: agent({ model: "gpt4o", args: z.object({ question: z.string() }), output: z.string(), prompt: "Put the question so that a search finds more: {question}" }),
    generator: agent({ model: "gpt4o", args: z.object({ question: z.string(), kept: z.array(Doc) }), output: z.string(), prompt: "Question: {question}\nContext: {kept}\nAnswer:" }),
  },
  graphs: { grading },
});

export const crag = rag.defineGraph({
  id: "crag", version: 1, start: "retrieve", input: ["question"], output: ["generation"],
  nodes: {
    retrieve: { kind: "tool", tool: "retrieve", writes: "documents", next: "gradeDocuments" },
    gradeDocuments: {
      kind: "each", over: "documents", as: "document", collect: { kept: "good" }, failures: { collect: "dropped", next: "found" }, next: "found",
      do: { kind: "subgraph", graph: "grading", output: { good: "document" }, routes: { yes: "join", no: "failures" } },
    },
    found: { kind: "router", on: "kept", routes: { some: "generate", empty: "transformQuery" } },
    transformQuery: { kind: "agent", agent: "rewriter", writes: "question", next: "webSearch" },
    webSearch: { kind: "tool", tool: "webSearch", writes: "kept", next: "generate" },
    generate: { kind: "agent", agent: "generator", writes: "generation", next: "end" },
  },
});
