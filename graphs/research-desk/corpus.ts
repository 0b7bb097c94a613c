/** The texts that the desk knows, as passages: a paragraph of an article, or a row of a table. Read once, at load. */
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

export const shelves = ["articles", "timeline", "accidents"] as const;
export type Shelf = (typeof shelves)[number];

export const Passage = z.object({
  source: z.string().describe("What a report cites, as the search gave it: Interlocking, 2."),
  text: z.string().min(1).describe("The passage, or whole sentences of it, word for word."),
});
export type Passage = z.infer<typeof Passage>;

const folder = new URL("./corpus/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), "utf8").trim();

function articles(): Passage[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md");
  return files.sort().flatMap((file) => {
    const [heading = "", ...paragraphs] = read(file).split(/\n\s*\n/);
    const title = heading.replace(/^# /, "");
    return paragraphs.map((paragraph, at) => ({ source: `${title}, ${at + 1}`, text: paragraph.replaceAll("\n", " ") }));
  });
}

const rowsOf = (file: string): string[][] =>
  read(file)
    .split("\n")
    .slice(1)
    .map((row) => row.split("\t"));

const timeline = (): Passage[] =>
  rowsOf("timeline.tsv").map(([year = "", event = ""]) => ({ source: `Timeline, ${year}`, text: `${year}: ${event}` }));

const accidents = (): Passage[] =>
  rowsOf("accidents.tsv").map(([year = "", place = "", killed = "", cause = ""]) => ({
    source: `Accidents, ${place} ${year}`,
    text: `The accident at ${place} in ${year} killed ${killed} people: ${cause}.`,
  }));

export const corpus: Readonly<Record<Shelf, readonly Passage[]>> = {
  articles: articles(),
  timeline: timeline(),
  accidents: accidents(),
};

/** Whether the shelf has this passage, whole or in part. A model may invent passages. */
export const standsOn = (shelf: Shelf, { source, text }: Passage): boolean =>
  corpus[shelf].some((passage) => passage.source === source && passage.text.includes(text));
