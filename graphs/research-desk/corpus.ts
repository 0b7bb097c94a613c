/** The texts that the desk knows, as passages: a paragraph of an article, or a row of a table. Read once, at load. */
import { readdirSync, readFileSync } from "node:fs";

export const shelves = ["articles", "timeline", "accidents"] as const;
export type Shelf = (typeof shelves)[number];

export interface Passage {
  /** What a report cites: "Interlocking, 2". */
  readonly source: string;
  readonly text: string;
}

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
