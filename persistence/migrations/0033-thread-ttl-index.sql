-- outside a transaction: the table is written to while the index is built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.threads_by_ttl;
create index concurrently threads_by_ttl on signalbox.threads (updated_at) where ttl_minutes is not null;
