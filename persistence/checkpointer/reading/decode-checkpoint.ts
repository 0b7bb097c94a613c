/** Makes what LangGraph reads of a checkpoint's rows. */
import {
  type ChannelVersions,
  type CheckpointPendingWrite,
  type CheckpointTuple,
  maxChannelVersion,
  type SerializerProtocol,
  TASKS,
} from "@langchain/langgraph-checkpoint";
import { SignalboxError } from "../../../language/issues/errors.ts";
import { nextChannelVersion } from "../channel-version.ts";
import { itemsOf, type ListVersion, type StoredChange } from "../lists/list-version.ts";
import { type StoredLists, versionAfter, wholeVersion } from "../lists/stored-lists.ts";
import { isChange, plainTypeOf } from "../state-serializer.ts";
import type { CheckpointRow, StoredCheckpoint } from "./read-checkpoints.ts";
import { placeOf, type StoredBlobs } from "./stored-blobs.ts";

export class CheckpointDecoder {
  readonly #serde: SerializerProtocol;
  readonly #lists: StoredLists;

  constructor(serde: SerializerProtocol, lists: StoredLists) {
    this.#serde = serde;
    this.#lists = lists;
  }

  /** `sends`: of a checkpoint in LangGraph's older format, what its parent has sent to tasks. */
  async tupleOf({ row, blobs }: StoredCheckpoint, sends: readonly [Uint8Array, Uint8Array][]): Promise<CheckpointTuple> {
    const { thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id: parent, checkpoint, metadata } = row;
    const at = { thread_id, checkpoint_ns };
    const channel_values = await this.#valuesOf(row, blobs);
    const channel_versions: ChannelVersions = { ...checkpoint.channel_versions };
    if (sends.length > 0) {
      const text = new TextDecoder();
      channel_values[TASKS] = await Promise.all(sends.map(([type, bytes]) => this.#serde.loadsTyped(text.decode(type), bytes)));
      const versions = Object.values(channel_versions);
      channel_versions[TASKS] = versions.length > 0 ? maxChannelVersion(...versions) : nextChannelVersion(undefined);
    }
    return {
      config: { configurable: { ...at, checkpoint_id } },
      checkpoint: { ...checkpoint, channel_values, channel_versions, versions_seen: checkpoint.versions_seen ?? {} },
      metadata,
      ...(parent !== null && { parentConfig: { configurable: { ...at, checkpoint_id: parent } } }),
      pendingWrites: await this.#writesOf(row),
    };
  }

  async #valuesOf({ thread_id: threadId, checkpoint_ns: namespace, checkpoint }: CheckpointRow, blobs: StoredBlobs) {
    const values: Record<string, unknown> = {};
    for (const [channel, version] of Object.entries<string | number>(checkpoint.channel_versions ?? {})) {
      const place = placeOf({ threadId, namespace, channel });
      const blob = blobs.find(place, String(version));
      if (!blob || blob.type === "empty") continue;
      values[channel] =
        blob.list || isChange(blob.type) ? await this.#listOf(blobs, place, String(version)) : await this.#whole(blob, place, version);
    }
    return values;
  }

  async #whole({ type, bytes }: { readonly type: string; readonly bytes: Uint8Array }, place: string, version: string | number) {
    const value = await this.#serde.loadsTyped(type, bytes);
    if (Array.isArray(value)) this.#lists.noteWhole(value, { place, version: String(version), size: bytes.length });
    return value;
  }

  async #listOf(blobs: StoredBlobs, place: string, version: string): Promise<unknown[]> {
    const found = await this.#versionOf(blobs, place, version);
    const list = itemsOf(found);
    this.#lists.note(list, found);
    return list;
  }

  async #versionOf(blobs: StoredBlobs, place: string, version: string): Promise<ListVersion> {
    const blob = blobs.find(place, version);
    if (!blob) throw new SignalboxError("STATE_UNREADABLE", `Version ${version} of the list ${place} is gone, and a later one needs it.`);
    if (blob.list) return blob.list;
    const { bytes, base: earlier } = blob;
    const value = await this.#serde.loadsTyped(plainTypeOf(blob.type), bytes);
    if (earlier === null) {
      const items = Array.isArray(value) ? value : [value];
      blob.list = wholeVersion(items, { place, version, size: bytes.length });
    } else {
      const base = await this.#versionOf(blobs, place, earlier);
      const { number, parts } = value as StoredChange; // written by the saver, under a type of its own
      blob.list = versionAfter({ base, number, parts }, { version, size: bytes.length });
    }
    return blob.list;
  }

  async #writesOf({ writes, write_bytes: bytes }: CheckpointRow): Promise<CheckpointPendingWrite[]> {
    let at = 0;
    const cut = (writes ?? []).map(([task, channel, type, length]) => {
      const part = bytes?.subarray(at, at + length) ?? new Uint8Array();
      at += length;
      return { task, channel, type, part };
    });
    return Promise.all(
      cut.map(
        async ({ task, channel, type, part }): Promise<CheckpointPendingWrite> => [task, channel, await this.#serde.loadsTyped(type, part)],
      ),
    );
  }
}
