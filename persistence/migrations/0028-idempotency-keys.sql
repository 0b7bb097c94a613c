-- Requests that create something and may be sent again: the key of each, and what was answered. Kept for a day.
create table signalbox.idempotency_keys (
  tenant text not null default 'default',
  principal text not null,
  -- method and path
  route text not null,
  key text not null,
  -- of the query and the body, as a hash
  request text not null,
  -- as a checkpoint is stored, with its cipher; null inside its transaction
  answer_type text,
  answer bytea,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant, principal, route, key)
);
create index idempotency_keys_by_age on signalbox.idempotency_keys (created_at);
