/** A coverage as a person reads it: a table of graphs, then what no test took. Colour only for a terminal. */
import { styleText } from "node:util";
import { reasons } from "../enumerate/not-forced.ts";
import type { Coverage } from "./coverage-file.ts";
import { type CoveredGraph, isUnforced, isUntaken } from "./covered-graph.ts";
import { type Count, type Part, parts } from "./part.ts";
import { untakenText } from "./untaken-text.ts";

/** One row a graph. That a graph was not run means something only when all tests were. */
export function tableLines({ complete, graphs, missing }: Coverage): string[] {
  const rows = [
    ...graphs.map(({ graph, parts: counts }) => ({ cells: [graph, ...parts.map((part) => cellOf(counts[part]))], shade: shadeOf(counts) })),
    ...(complete ? missing : []).map((graph) => ({ cells: [graph, ...parts.map(() => "0 %")], shade: "red" as const })),
  ];
  const head = ["graph", ...parts];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ");
  return [coloured("bold", lineOf(head).trimEnd()), ...rows.map(({ cells, shade }) => coloured(shade, lineOf(cells).trimEnd()))];
}

const cellOf = ({ declared, taken, percent }: Count): string => (declared === 0 ? "–" : `${percent} % ${taken}/${declared}`);

const shadeOf = (counts: Readonly<Record<Part, Count>>): "green" | "yellow" =>
  Object.values(counts).every(({ percent }) => percent === 100) ? "green" : "yellow";

/** Each once: a decision and an error are edges. */
export const untakenLines = ({ complete, graphs, missing }: Coverage): string[] => [
  ...graphs.flatMap((graph) => [...untakenIn(graph), ...unforcedIn(graph), ...othersOf(graph)]),
  ...(complete ? missing : []).map((graph) => coloured("bold", `${graph}: no test ran it`)),
];

function untakenIn({ graph, nodes, edges, deadlines }: CoveredGraph): string[] {
  const lines = [
    ...nodes.filter(isUntaken).map((one) => `node ${untakenText(one)}`),
    ...[...edges, ...deadlines].filter(isUntaken).map(untakenText),
  ];
  return titled(`${graph}: taken by no test`, lines);
}

/** An edge says it for its node and its deadlines. */
function unforcedIn({ graph, edges }: CoveredGraph): string[] {
  const lines = edges.flatMap((one) => (isUnforced(one) && one.reason ? [`${untakenText(one)}: ${reasons[one.reason]}`] : []));
  return titled(`${graph}: cannot be forced, and counts only when a test takes it`, lines);
}

function othersOf({ graph, others }: CoveredGraph): string[] {
  if (others === 0) return [];
  const what = others === 1 ? "another declaration" : `${others} other declarations`;
  return [`${graph}: tests also ran ${what} of this id and version, with other nodes or edges: not counted`];
}

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [coloured("bold", title), ...lines.map((line) => `  ${line}`)];

const coloured = (style: "bold" | "green" | "yellow" | "red", text: string): string => styleText(style, text, { stream: process.stdout });
