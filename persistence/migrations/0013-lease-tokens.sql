-- Two owners of a lease may have the same epoch after the database went back, by a failover or a restored backup. A token is never given twice.
-- Null: the lease is free, or its owner is of a version that has no tokens.
alter table signalbox.leases add column token text;
