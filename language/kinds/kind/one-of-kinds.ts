/** The shape of a node of any of some kinds. */
import { z } from "zod";

export function oneOfKinds<Shape extends z.ZodObject>([first, ...rest]: readonly Shape[]) {
  if (!first) throw new TypeError("there is at least one kind");
  return z.discriminatedUnion("kind", [first, ...rest]);
}
