/** Everything that graph.ts may name: the conversation, the concierge and its tools. */
import { z } from "zod";
import { agent, type Message, messages, setup, task } from "../../language/index.ts";
import { chatModelFromEnv } from "../../openai/chat-models.ts";
import { scriptedModel } from "./scripted-model.ts";
import { bookTable, findRestaurants } from "./tools.ts";

export const hotel = setup({
  state: { messages: messages() },
  models: { main: chatModelFromEnv(process.env, scriptedModel) },
  agents: {
    concierge: agent({
      model: "main",
      args: z.object({ messages: z.array(z.custom<Message>()) }),
      output: z.string(),
      tools: ["findRestaurants", "bookTable"],
      prompt: `You are the concierge of a hotel and book tables at restaurants nearby. Answer in at most three sentences.
Look restaurants up instead of inventing them. Call bookTable as soon as you know the restaurant, the day and how many people come.`,
    }),
  },
  tools: { findRestaurants, bookTable },
  tasks: {
    apologise: task({
      labels: ["said"],
      args: z.object({}),
      output: z.string(),
      run: async () => ({ label: "said", output: "I am sorry, that did not work. Please ask again." }),
    }),
  },
});
