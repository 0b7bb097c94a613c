/** Adaptive RAG, after langgraph examples/rag/langgraph_adaptive_rag.ipynb: route, retrieve, grade, generate, grade the answer, rewrite and go round. */
// biome-ignore-all format: its lines are counted
import { z } from "zod";
import { agent, list, setup, tool } from "../../../language/index.ts";
import { Doc, grading } from "./crag.ts";

const none = () => { throw new Error("no model"); };
const Answered = z.object({ question: z.string(), kept: z.array(Doc), generation: z.string() });

const rag = setup({
  state: {
    question: z.string(), documents: z.array(Doc), document: Doc, good: Doc, kept: z.array(Doc), generation: z.string(),
    dropped: list(z.object({ index: z.number(), item: Doc, error: z.string() })),
  },
  models: { gpt4o: none },
  tools: {
    retrieve: tool({ effect: "none", errors: {}, args: z.object({ question: z.string() }), output: z.array(Doc), run: async ({ question }) => [{ text: `memory ${question}` }, { text: "cats" }] }),
    webSearch: tool({ effect: "none", errors: {}, args: z.object({ question: z.string() }), output: z.array(Doc), run: async ({ question }) => [{ text: `web: ${question}` }] }),
  },
  agents: {
    questionRouter: agent({ model: "gpt4o", args: z.object({ question: z.string() }), labels: { vectorstore: null, webSearch: null }, prompt: "Route {question}" }),
    generator: agent({ model: "gpt4o", args: z.object({ question: z.string(), kept: z.array(Doc) }), output: z.string(), prompt: "{question} {kept}" }),
    hallucinationGrader: agent({ model: "gpt4o", args: Answered, labels: { yes: null, no: null }, prompt: "Is it grounded? {kept} {generation}" }),
    answerGrader: agent({ model: "gpt4o", args: Answered, labels: { yes: null, no: null }, prompt: "Does it answer? {question} {generation}" }),
    rewriter: agent({ model: "gpt4o", args: z.object({ question: z.string() }), output: z.string(), prompt: "Better: {question}" }),
  },
  graphs: { grading },
});

export const adaptiveRag = rag.defineGraph({
  id: "adaptive-rag", version: 1, start: "routeQuestion", input: ["question"], output: ["generation"],
  nodes: {
    routeQuestion: { kind: "agent", agent: "questionRouter", routes: { webSearch: "webSearch", vectorstore: "retrieve" } },
    webSearch: { kind: "tool", tool: "webSearch", writes: "kept", next: "generate" },
    retrieve: { kind: "tool", tool: "retrieve", writes: "documents", next: "gradeDocuments" },
    gradeDocuments: {
      kind: "each", over: "documents", as: "document", collect: { kept: "good" }, failures: { collect: "dropped", next: "found" }, next: "found",
      do: { kind: "subgraph", graph: "grading", output: { good: "document" }, routes: { yes: "join", no: "failures" } },
    },
    found: { kind: "router", on: "kept", routes: { some: "generate", empty: "transformQuery" } },
    transformQuery: { kind: "agent", agent: "rewriter", writes: "question", visits: { max: 3, next: "end" }, next: "retrieve" },
    generate: { kind: "agent", agent: "generator", writes: "generation", visits: { max: 4, next: "end" }, next: "isGrounded" },
    isGrounded: { kind: "agent", agent: "hallucinationGrader", routes: { yes: "isUseful", no: "generate" } },
    isUseful: { kind: "agent", agent: "answerGrader", routes: { yes: "end", no: "transformQuery" } },
  },
});
