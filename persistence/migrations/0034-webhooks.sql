-- What the address that a run names is told of the run's end: written with the end, sent afterwards, again and again until it has arrived.
create table signalbox.webhooks (
  tenant text not null default 'default',
  -- the same in each attempt
  id text primary key,
  -- without a foreign key: a run without a thread is deleted soon after its end
  run_id text not null,
  thread_id text not null,
  url text not null,
  -- as a checkpoint is stored, with its cipher; the same bytes in each attempt
  body_type text not null,
  body bytea not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  -- of the next attempt; while one is under way, when it counts as lost
  due_at timestamptz not null default clock_timestamp(),
  last_error text,
  created_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz
);
create index webhooks_due on signalbox.webhooks (due_at) where status = 'pending';
create index webhooks_by_tenant on signalbox.webhooks (tenant, created_at desc, id);
create index webhooks_ended on signalbox.webhooks (created_at) where status <> 'pending';
