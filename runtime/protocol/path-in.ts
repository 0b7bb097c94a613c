/** The path in a thread's checkpoint. */
import type { CheckpointTuple } from "@langchain/langgraph-checkpoint";
import { PATH } from "../../nodes/call/internal-channels.ts";
import type { Path } from "../../nodes/call/step.ts";

/** Undefined for a raw LangGraph. Only the framework writes this channel. */
export const pathIn = (tuple: CheckpointTuple | undefined): Path | undefined => tuple?.checkpoint.channel_values[PATH] as Path | undefined;
