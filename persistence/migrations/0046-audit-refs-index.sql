-- outside a transaction: the audit trail is written to while the index is built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.audit_by_ref;
create unique index concurrently audit_by_ref on signalbox.audit (ref) where ref is not null;
