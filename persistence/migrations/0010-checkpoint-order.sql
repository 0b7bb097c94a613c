-- The order in which the database took the checkpoints of a thread. Their ids hold the clock of the process that wrote them.
-- The default comes after the column: added with it, every old row would be rewritten under the lock. Old rows have no number, and come first.
create sequence checkpoints_seq as bigint;
alter table checkpoints add column seq bigint;
alter table checkpoints alter column seq set default nextval('checkpoints_seq');
alter sequence checkpoints_seq owned by checkpoints.seq;
