/** Pages of a search: what is asked for, and what every `search*` returns. */

export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many match in all, on this page and the others. */
  readonly total: number;
}

/** A page whose items are read while they are taken: they may be large. */
export interface OpenPage<Item> {
  readonly items: AsyncIterable<Item>;
  readonly total: number;
}

export async function wholePage<Item>({ items, total }: OpenPage<Item>): Promise<Page<Item>> {
  return { items: await arrayOf(items), total };
}

export async function arrayOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function* mapEach<Item, Mapped>(
  items: AsyncIterable<Item>,
  map: (item: Item) => Mapped | Promise<Mapped>,
): AsyncGenerator<Mapped> {
  for await (const item of items) yield await map(item);
}
