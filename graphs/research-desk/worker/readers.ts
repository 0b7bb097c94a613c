/** The readers: one language-model agent for each shelf, with the search of that shelf as its tool. */
import { z } from "zod";
import { agent, tool } from "../../../language/index.ts";
import { corpus, Passage, type Shelf } from "../corpus.ts";
import { indexPassages } from "../search.ts";

interface Holding {
  /** What the shelf holds, described for the model. */
  readonly holds: string;
  readonly passagesAtMost: number;
}

function searchOf(shelf: Shelf, { holds, passagesAtMost }: Holding) {
  const search = indexPassages(corpus[shelf]);
  return tool({
    description: `Searches the shelf "${shelf}": ${holds}. Gives the passages that share most words with the query, or none.`,
    errors: {},
    effect: "none",
    args: z.object({ query: z.string().min(1) }),
    output: z.array(Passage),
    run: async ({ query }) => search(query, passagesAtMost),
  });
}

const readerWith = <const T extends string>(search: T) =>
  agent({
    model: "research",
    args: z.object({ ask: z.string() }),
    output: z.array(Passage),
    tools: [search],
    maxTurns: 6,
    prompt: `You look one thing up for a research desk. Search your shelf for it, in other words if the first ones find nothing. Then give the passages
that answer it, with source and text exactly as the search gave them; none when nothing answers it.
Look up: {ask}`,
  });

export const searchArticles = searchOf("articles", {
  holds: "how block working, interlocking and other signalling works",
  passagesAtMost: 2,
});
export const searchTimeline = searchOf("timeline", { holds: "years and what they brought", passagesAtMost: 4 });
export const searchAccidents = searchOf("accidents", { holds: "accidents with place, year, deaths and cause", passagesAtMost: 4 });

export const articles = readerWith("searchArticles");
export const timeline = readerWith("searchTimeline");
export const accidents = readerWith("searchAccidents");
