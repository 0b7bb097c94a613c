/** The values of channels as the database has them, by their place and version. */
import type { ListVersion } from "../lists/list-version.ts";

export interface BlobRows {
  readonly blobs:
    | readonly [
        thread: string,
        namespace: string,
        channel: string,
        version: string,
        type: string,
        base: string | null,
        length: number | null,
      ][]
    | null;
  readonly blob_bytes: Uint8Array | null;
}

interface StoredBlob {
  readonly type: string;
  /** Of what is stored as a change, the version that was changed. */
  readonly base: string | null;
  readonly bytes: Uint8Array;
  /** Once it was read as a list that others are changes of, or that is a change. */
  list?: ListVersion;
}

/** Where a channel's values are. */
export interface ChannelPlace {
  readonly threadId: string;
  readonly namespace: string;
  readonly channel: string;
}

const SEPARATOR = "\u0001";

export const placeOf = ({ threadId, namespace, channel }: ChannelPlace): string => [threadId, namespace, channel].join(SEPARATOR);

/** All that a step writes has the same version, so it needs the channel too. */
export const keyOf = (place: string, version: string): string => place + SEPARATOR + version;

const none = new Uint8Array();

export class StoredBlobs {
  readonly #blobs = new Map<string, StoredBlob>();

  add({ blobs, blob_bytes: bytes }: BlobRows): this {
    let at = 0;
    for (const [threadId, namespace, channel, version, type, base, length] of blobs ?? []) {
      const end = at + (length ?? 0);
      const key = keyOf(placeOf({ threadId, namespace, channel }), version);
      if (!this.#blobs.has(key)) this.#blobs.set(key, { type, base, bytes: bytes?.subarray(at, end) ?? none });
      at = end;
    }
    return this;
  }

  find(place: string, version: string): StoredBlob | undefined {
    return this.#blobs.get(keyOf(place, version));
  }

  /** Forgets all but lists, and of them the bytes. */
  keepLists(): void {
    for (const [key, { list, type, base }] of this.#blobs)
      if (list) this.#blobs.set(key, { list, type, base, bytes: none });
      else this.#blobs.delete(key);
  }

  has(key: string): boolean {
    return this.#blobs.has(key);
  }
}
