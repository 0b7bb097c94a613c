/** Reads one split of the CLINC150 requests in data/. The router may see `train` only. */
import { readFileSync } from "node:fs";
import { type Route, routeOf } from "./intents.ts";

export type Split = "train" | "val" | "test";

export interface Example {
  readonly text: string;
  readonly intent: string;
  /** Undefined: out of scope. */
  readonly route: Route | undefined;
}

export function examplesOf(split: Split): Example[] {
  const file = new URL(`./data/${split}.tsv`, import.meta.url);
  return readFileSync(file, "utf8").trimEnd().split("\n").map(exampleOf);
}

function exampleOf(line: string): Example {
  const tab = line.indexOf("\t");
  const intent = line.slice(0, tab);
  return { text: line.slice(tab + 1), intent, route: routeOf(intent) };
}
