/** Which of an agent's labels a model answers in words: the one whose form is a text. Every other label is a tool of the model. */
import { z } from "zod";
import type { LabelForms } from "./entries.ts";

export const isText = (form: z.ZodType | null | undefined): boolean => form instanceof z.ZodString;

export const textLabelsOf = (forms: LabelForms): string[] => Object.keys(forms).filter((label) => isText(forms[label]));

/** What the name of a tool by which a model hands over begins with. */
export const HANDOFF_TOOL = "handoff_to_";
