// Writes schema.json, the JSON Schema of declarations. A test fails when the file is not what this would write.
import { writeFileSync } from "node:fs";
import { graphSchema } from "../language/graph/graph-schema.ts";

writeFileSync(new URL("../schema.json", import.meta.url), `${JSON.stringify(graphSchema(), null, 2)}\n`);
