/** The failure of a node whose effect broke off. Made by whoever keeps the record of effects; where it leads is the node's `onUnknown`. */
import { SignalboxError } from "../../language/issues/errors.ts";

export function effectUnknown(node: string, cause?: unknown): SignalboxError {
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  const message = `node "${node}" broke off in the middle of its effect, and nobody here can know whether it happened${why}`;
  return new SignalboxError("EFFECT_UNKNOWN", message, { node, cause });
}

export const isEffectUnknown = (error: unknown): error is SignalboxError =>
  error instanceof SignalboxError && error.code === "EFFECT_UNKNOWN";
