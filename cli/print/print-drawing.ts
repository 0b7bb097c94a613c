/** Prints a drawing, or writes it to a file whose name may say the format. */
import { writeFileSync } from "node:fs";
import { Option } from "commander";
import type { Drawing } from "../../draw/drawing/drawing.ts";
import { mermaidOf } from "../../draw/formats/mermaid.ts";
import { SignalboxError } from "../../language/issues/errors.ts";

/** The layout engine is large: it is loaded only for an SVG. */
const formats = {
  mermaid: async (drawing: Drawing) => mermaidOf(drawing),
  svg: async (drawing: Drawing) => (await import("../../draw/formats/svg.ts")).svgOf(drawing),
};

export interface PrintOptions {
  readonly format?: keyof typeof formats;
  readonly out?: string;
}

export const formatOption = (): Option =>
  new Option("-f, --format <format>", "mermaid, unless --out ends with .svg").choices(Object.keys(formats));

export async function printDrawing(
  drawing: Drawing,
  { out, format = out?.endsWith(".svg") ? "svg" : "mermaid" }: PrintOptions,
): Promise<void> {
  const text = await formats[format](drawing);
  if (out === undefined) process.stdout.write(text);
  else write(out, text);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new SignalboxError("OUTPUT_NOT_WRITTEN", `${file} cannot be written: ${(cause as Error).message.split(",")[0]}`, { cause, file });
  }
}
