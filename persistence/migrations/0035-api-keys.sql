create table signalbox.api_keys (
  id text primary key,
  tenant text not null default 'default',
  -- of the whole key: 256 random bits need no slow hash
  hash bytea not null,
  principal text not null,
  kind text not null check (kind in ('person', 'service')),
  roles text[] not null default '{}',
  scopes text[] not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
