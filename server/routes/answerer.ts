/** Who sends a request: the fields of a body that say so. The runtime refuses names that nobody can have. */
import { z } from "zod";
import { onlyThese } from "../../language/schema/only-these.ts";

export const answererFields = {
  by: z.string().optional(),
  roles: z.array(z.string().min(1).max(200)).max(100).optional(),
  on_behalf_of: onlyThese({ id: z.string().min(1).max(200), name: z.string().max(200).optional() }).optional(),
};
