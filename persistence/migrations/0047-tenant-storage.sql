-- How many bytes each tenant stores, where a process limits them: measured, and so approximate. What a thread took when it was last measured stays with it.
create table signalbox.tenant_storage (
  tenant text primary key default 'default',
  -- checkpoints, channel values and pending writes
  thread_bytes bigint not null default 0,
  -- values of store_items
  store_bytes bigint not null default 0
);
alter table signalbox.threads add column stored_bytes bigint not null default 0;
