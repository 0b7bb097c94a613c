/** The path in a thread's checkpoint. */
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import type { Path } from "../../language/terms/step.ts";
import { PATH } from "../../nodes/call/internal-channels.ts";

/** Undefined for a raw LangGraph. Only the framework writes this channel. */
export const pathIn = (tuple: CheckpointTuple | undefined): Path | undefined => tuple?.checkpoint.channel_values[PATH] as Path | undefined;
