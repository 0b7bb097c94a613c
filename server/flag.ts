/** A yes or no in a query string: `true`, `1`, `yes`. */
import { z } from "zod";

export const flag = z.string().transform((text) => ["true", "1", "yes"].includes(text.toLowerCase()));
