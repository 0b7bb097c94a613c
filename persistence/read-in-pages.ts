/** Reads rows of any size about a megabyte at a time: all in one statement would take too long and too much memory. */
import type { Sql } from "../language/registry/context.ts";

/** What one statement reads at most, unless a single row is larger. In memory it takes a few times as much, for each request. */
const PAGE_BYTES = 1024 * 1024;
/** For so many rows the sizes are asked for at once. */
const SIZES_AT_ONCE = 50;

export interface Sized {
  readonly bytes: number;
}

/** Groups that can be read at once, in the same order. */
export function* pagesOf<Item extends Sized>(items: readonly Item[]): Generator<Item[]> {
  let page: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (page.length > 0 && bytes + item.bytes > PAGE_BYTES) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(item);
    bytes += item.bytes;
  }
  if (page.length > 0) yield page;
}

/** Both statements take the ids as their only parameter; `rows` keeps their order. */
export interface SizedRows {
  /** `id` and `bytes` of each row. */
  readonly sizes: string;
  readonly rows: string;
}

export async function* readInPages<Row>(sql: Sql, ids: readonly string[], { sizes, rows }: SizedRows): AsyncGenerator<Row> {
  for (let first = 0; first < ids.length; first += SIZES_AT_ONCE) {
    const some = ids.slice(first, first + SIZES_AT_ONCE);
    const found = await sql.query<Sized & { id: string }>(sizes, [some]);
    const bytes = new Map(found.map((row) => [row.id, row.bytes]));
    const sized = some.map((id) => ({ id, bytes: bytes.get(id) ?? 0 }));
    for (const page of pagesOf(sized)) yield* await sql.query<Row>(rows, [page.map(({ id }) => id)]);
  }
}
