-- outside a transaction
drop index concurrently if exists signalbox.runs_unheard;
create index concurrently runs_unheard on signalbox.runs (thread_id) where unheard;
