/** A line through points as SVG path data: straight pieces with round corners. */
import type { ElkPoint } from "elkjs/lib/elk.bundled.js";

export function roundedPath(points: readonly ElkPoint[]): string {
  const pieces = points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before) return `M${point.x} ${point.y}`;
    if (!after) return `L${point.x} ${point.y}`;
    const enter = towards(point, before);
    const leave = towards(point, after);
    return `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
  });
  return pieces.join("");
}

/** The point up to 7 px from `corner` on the way to `other`, never past the middle. */
function towards(corner: ElkPoint, other: ElkPoint): ElkPoint {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const share = length === 0 ? 0 : Math.min(7, length / 2) / length;
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return { x: tenth(corner.x + (other.x - corner.x) * share), y: tenth(corner.y + (other.y - corner.y) * share) };
}
