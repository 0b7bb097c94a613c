/** Options that several commands have. */
import { Option } from "commander";

export const registryOption = (): Option => new Option("--registry <file:export>", "the registry of a YAML or JSON file");

export const urlOption = (): Option => new Option("--url <url>", "the server").default("http://127.0.0.1:2024");

export const outOption = (): Option => new Option("-o, --out <file>", "write the drawing here instead of stdout");

export const formatOption = (): Option =>
  new Option("-f, --format <format>", "by default mermaid, or svg where --out ends with .svg").choices(["mermaid", "svg"]);
