/** Vitest runs this for every test file, also where files share their modules: a hook in a shared module would run for the first file alone. */
import { afterAll } from "vitest";
import { cleanUpFile } from "./clean-ups.ts";

afterAll(cleanUpFile);
