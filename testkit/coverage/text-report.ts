/** A coverage as a person reads it: a table of graphs, then what no test took. */
import { reasons } from "../forcing/not-forced.ts";
import type { Coverage } from "./coverage-file.ts";
import { type CoveredGraph, isUnforced, isUntaken } from "./covered-graph.ts";
import { type Count, type CoveragePart, EVERY_NODE, parts } from "./part.ts";

/** Puts a text in a style, where styles are shown. */
export type Paint = (style: "bold" | "green" | "yellow" | "red", text: string) => string;

const plain: Paint = (_style, text) => text;

/** One row a graph. That a graph was not run means something only when all tests were. */
export function tableLines({ complete, graphs, missing }: Coverage, paint: Paint = plain): string[] {
  const rows = [
    ...graphs.map(({ graph, parts: counts }) => ({ cells: [graph, ...parts.map((part) => cellOf(counts[part]))], shade: shadeOf(counts) })),
    ...(complete ? missing : []).map((graph) => ({ cells: [graph, ...parts.map(() => "0 %")], shade: "red" as const })),
  ];
  const head = ["graph", ...parts];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ");
  return [paint("bold", lineOf(head).trimEnd()), ...rows.map(({ cells, shade }) => paint(shade, lineOf(cells).trimEnd()))];
}

const cellOf = ({ declared, taken, percent }: Count): string => (declared === 0 ? "–" : `${percent} % ${taken}/${declared}`);

const shadeOf = (counts: Readonly<Record<CoveragePart, Count>>): "green" | "yellow" =>
  Object.values(counts).every(({ percent }) => percent === 100) ? "green" : "yellow";

/** Each once: a decision and an error are edges. */
export function untakenLines({ complete, graphs, missing }: Coverage, paint: Paint = plain): string[] {
  const titled = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [paint("bold", title), ...lines.map((line) => `  ${line}`)];
  return [
    ...graphs.flatMap((graph) => [
      ...titled(`${graph.graph}: taken by no test`, untakenIn(graph)),
      ...titled(`${graph.graph}: cannot be forced, and counts only when a test takes it`, unforcedIn(graph)),
      ...otherDeclarations(graph),
    ]),
    ...(complete ? missing : []).map((graph) => paint("bold", `${graph}: no test ran it`)),
  ];
}

const untakenIn = ({ nodes, edges, deadlines }: CoveredGraph): string[] => [
  ...nodes.filter(isUntaken).map((one) => `node ${untakenText(one)}`),
  ...[...edges, ...deadlines].filter(isUntaken).map(untakenText),
];

/** An edge is listed for its node and its deadlines as well. */
const unforcedIn = ({ edges }: CoveredGraph): string[] =>
  edges.flatMap((one) => (isUnforced(one) && one.reason ? [`${untakenText(one)}: ${reasons[one.reason]}`] : []));

function otherDeclarations({ graph, others }: CoveredGraph): string[] {
  if (others === 0) return [];
  const what = others === 1 ? "another declaration" : `${others} other declarations`;
  return [`${graph}: tests also ran ${what} of this id and version, with other nodes or edges: not counted`];
}

type CoveredPart = CoveredGraph["nodes"][number] | CoveredGraph["edges"][number] | CoveredGraph["deadlines"][number];

/** A part of a declaration as a report names it: an edge as in paths, a deadline as paths note it, a node by its name. */
export function untakenText(found: CoveredPart): string {
  if ("label" in found) return `${found.node === EVERY_NODE ? "every node" : found.node} -${found.label}-> ${found.target}`;
  return "does" in found ? `${found.node} ${found.due}: ${found.does}` : found.node;
}
