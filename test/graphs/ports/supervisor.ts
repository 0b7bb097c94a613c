/** LangGraph.js examples/multi_agent/agent_supervisor: a supervisor routes between a researcher and a chart generator until FINISH. */
import { fakeModel } from "langchain";
import { z } from "zod";
import { agent, type Message, messages, setup, tool } from "../../../index.ts";

const Conversation = z.object({ messages: z.array(z.custom<Message>()) });

const team = setup({
  state: { messages: messages() },
  models: { claude: () => fakeModel() },
  agents: {
    supervisor: agent({
      model: "claude",
      args: Conversation,
      labels: { researcher: null, chart_generator: null, FINISH: null },
      prompt: "Say who shall work next: researcher or chart_generator. FINISH when the user's request is done.",
    }),
    researcher: agent({
      ...{ model: "claude", args: Conversation, output: z.string(), tools: ["search"] },
      prompt: "Search the web for the figures that the chart needs.",
    }),
    chartGenerator: agent({
      ...{ model: "claude", args: Conversation, output: z.string(), tools: ["generate_bar_chart"] },
      prompt: "Draw a bar chart of what the researcher found.",
    }),
  },
  tools: {
    search: tool({
      ...{ description: "Searches the web.", effect: "none", errors: {}, args: z.object({ query: z.string() }), output: z.string() },
      run: async ({ query }) => `results for ${query}`,
    }),
    generate_bar_chart: tool({
      description: "Draws a bar chart of data points and shows it to the user.",
      effect: "idempotent",
      errors: {},
      args: z.object({ data: z.array(z.object({ label: z.string(), value: z.number() })) }),
      output: z.string(),
      run: async () => "Chart has been generated and displayed to the user!",
    }),
  },
});

export const supervisorTeam = team.defineGraph({
  id: "agent-supervisor",
  version: 1,
  start: "supervisor",
  input: ["messages"],
  output: ["messages"],
  nodes: {
    supervisor: {
      ...{ kind: "agent", agent: "supervisor", visits: { max: 4, next: "end" } },
      routes: { researcher: "researcher", chart_generator: "chart_generator", FINISH: "end" },
    },
    researcher: { kind: "agent", agent: "researcher", writes: "messages", next: "supervisor" },
    chart_generator: { kind: "agent", agent: "chartGenerator", writes: "messages", next: "supervisor" },
  },
});
