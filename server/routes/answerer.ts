/** Who sends a request: the fields of a body that say so. The runtime refuses names that nobody can have. */
import { z } from "zod";

export const answererFields = {
  by: z.string().optional(),
  roles: z.array(z.string().min(1).max(200)).max(100).optional(),
};
