-- outside a transaction
drop index concurrently if exists signalbox.runs_with_events;
create index concurrently runs_with_events on signalbox.runs (ended_at) where has_events;
