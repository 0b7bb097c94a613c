-- outside a transaction: the tables are written to while the indexes are built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.threads_of_tenant;
create unique index concurrently threads_of_tenant on signalbox.threads (tenant, id);
drop index concurrently if exists signalbox.interrupts_of_tenant;
create unique index concurrently interrupts_of_tenant on signalbox.interrupts (tenant, id);
drop index concurrently if exists signalbox.threads_by_tenant;
create index concurrently threads_by_tenant on signalbox.threads (tenant, created_at desc);
drop index concurrently if exists signalbox.interrupts_by_tenant;
create index concurrently interrupts_by_tenant on signalbox.interrupts (tenant, status, opened_at desc, id);
