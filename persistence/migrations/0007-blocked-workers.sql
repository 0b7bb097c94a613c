-- Since when a worker's event loop stands still, as the thread beside it sees it: it beats on and does nothing else.
alter table workers add column blocked_since timestamptz;
