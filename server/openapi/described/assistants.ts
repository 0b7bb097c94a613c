/** Assistants. */

import { uiBody } from "../../custom/ui.ts";
import {
  assistantGraphQuery,
  assistantVersionsBody,
  countAssistantsBody,
  createAssistantBody,
  deleteAssistantQuery,
  latestAssistantBody,
  patchAssistantBody,
  searchAssistantsBody,
  subgraphsQuery,
} from "../../routes/assistants.ts";
import type { DescribedRoutes } from "./described.ts";

export const assistantsDescribed: DescribedRoutes = {
  "POST /ui/:agent": { summary: "The tags that load a component of a user interface", body: uiBody, answer: "other" },
  "GET /ui/:agent/:basename": { summary: "A file of the bundle of a component", answer: "other" },
  "POST /assistants": { summary: "Create an assistant: a graph with settings of its own", body: createAssistantBody, answer: "Assistant" },
  "PATCH /assistants/:assistant_id": { summary: "Change an assistant: a new version", body: patchAssistantBody, answer: "Assistant" },
  "DELETE /assistants/:assistant_id": { summary: "Delete an assistant", query: deleteAssistantQuery, answer: "other" },
  "POST /assistants/:assistant_id/latest": { summary: "Use one of its versions", body: latestAssistantBody, answer: "Assistant" },
  "POST /assistants/:assistant_id/versions": {
    summary: "Its versions, newest first",
    body: assistantVersionsBody,
    answer: ["AssistantVersion"],
  },
  "POST /assistants/search": { summary: "Search assistants", body: searchAssistantsBody, answer: ["Assistant"] },
  "POST /assistants/count": { summary: "Count assistants", body: countAssistantsBody, answer: "Count" },
  "GET /assistants/:assistant_id": { summary: "An assistant, by its id or its graph's", answer: "Assistant" },
  "GET /assistants/:assistant_id/graph": { summary: "Its graph as nodes and edges", query: assistantGraphQuery, answer: "Graph" },
  "GET /assistants/:assistant_id/schemas": { summary: "The JSON Schemas of its graph", answer: "GraphSchemas" },
  "GET /assistants/:assistant_id/subgraphs{/:namespace}": {
    summary: "The schemas of the graphs inside it",
    query: subgraphsQuery,
    answer: "Subgraphs",
  },
};
