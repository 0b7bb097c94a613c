/** Who sends a request: the fields of a body that say so, and the tenant's header. The runtime refuses names that nobody can have. */
import type { Request } from "express";
import { z } from "zod";

export const answererFields = {
  by: z.string().optional(),
  roles: z.array(z.string().min(1).max(200)).max(100).optional(),
};

export const tenantOf = (request: Request): string | undefined => request.get("x-tenant-id") || undefined;
