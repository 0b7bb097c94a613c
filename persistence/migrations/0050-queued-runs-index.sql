-- outside a transaction: the table is written to while the index is built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.runs_queued;
create index concurrently runs_queued on signalbox.runs (created_at) where status = 'pending' and job is not null;
