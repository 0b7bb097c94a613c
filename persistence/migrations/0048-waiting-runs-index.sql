-- outside a transaction: the table is written to while the index is built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.runs_waiting;
create index concurrently runs_waiting on signalbox.runs (tenant) where status = 'pending';
