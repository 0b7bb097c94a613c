-- outside a transaction: the table is written to while the index is built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.interrupts_asked;
create unique index concurrently interrupts_asked on signalbox.interrupts (coalesce(asked_id, id), thread_id);
