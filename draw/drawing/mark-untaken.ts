/** Marks in a drawing what the tests of its graph have not taken, and what cannot be forced. The rest is unchanged. */
import type { Drawing, Line, Mark } from "./drawing.ts";

export interface Marks {
  /** By the node's name; a branch is `<node>.<branch>`, the body of an each node `<node>.do`. */
  readonly nodes: ReadonlyMap<string, Mark>;
  /** By `"node label"`, as lines name their edges. */
  readonly edges: ReadonlyMap<string, Mark>;
}

export function markUntaken(drawing: Drawing, { nodes, edges }: Marks): Drawing {
  return {
    ...drawing,
    boxes: drawing.boxes.map((box) => marked(box, nodes.get(box.id))),
    lines: drawing.lines.flatMap((line) => markedLines(line, edges)),
  };
}

/** A line of several edges is parted where only some of them were taken. */
function markedLines(line: Line, marks: Marks["edges"]): Line[] {
  const { edges = [], labels } = line;
  const kinds = [...new Set(edges.map((edge) => marks.get(edge)))];
  if (kinds.length < 2) return [marked(line, kinds[0])];
  return kinds.map((kind) => {
    const isOfKind = (_: string, index: number) => marks.get(edges[index] ?? "") === kind;
    return marked({ ...line, edges: edges.filter(isOfKind), labels: labels.filter(isOfKind) }, kind);
  });
}

const marked = <T extends { readonly mark?: Mark }>(part: T, mark: Mark | undefined): T => (mark ? { ...part, mark } : part);
