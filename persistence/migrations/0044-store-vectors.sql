-- What items of the store are found by in a search by meaning. Plain numbers, so that the table needs no extension; a search compares them by pgvector.
create table signalbox.store_vectors (
  tenant text not null default 'default',
  namespace text[] not null,
  key text not null,
  -- an item has one for each text that is indexed
  place integer not null,
  embedding real[] not null,
  primary key (tenant, namespace, key, place),
  foreign key (tenant, namespace, key) references signalbox.store_items (tenant, namespace, key) on delete cascade
);
