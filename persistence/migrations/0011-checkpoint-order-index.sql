-- outside a transaction: checkpoints are written while the index is built. A build that was interrupted leaves an invalid index.
drop index concurrently if exists signalbox.checkpoints_by_seq;
create index concurrently checkpoints_by_seq on signalbox.checkpoints (thread_id, checkpoint_ns, seq desc nulls last, checkpoint_id desc);
