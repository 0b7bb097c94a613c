/** Draws every graph of langgraph.json into docs/images/, as the pages show them. A test holds the pictures up to date. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const { graphs } = JSON.parse(readFileSync("langgraph.json", "utf8")) as { graphs: Record<string, string> };
for (const id of Object.keys(graphs)) {
  execFileSync(process.execPath, ["cli/signalbox.ts", "draw", id, "--out", `docs/images/${id}.svg`], { stdio: "inherit" });
}
