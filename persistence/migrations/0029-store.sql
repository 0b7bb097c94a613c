-- What graphs and clients keep beside threads: a value by namespace and key.
create table signalbox.store_items (
  tenant text not null default 'default',
  namespace text[] not null,
  key text not null,
  value json not null,
  -- it lives so long after it was written, or read with a renewal; null: until it is deleted
  ttl_minutes double precision,
  expires_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (tenant, namespace, key)
);
create index store_items_due on signalbox.store_items (expires_at) where expires_at is not null;
