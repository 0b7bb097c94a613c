/** The order of a thread's checkpoints: the one in which the database took them. Their ids hold the writer's clock, and clocks differ. */

/** The table must be named `c`. Checkpoints that are older than the column `seq` have no number, and are in the order of their ids. */
export const newestFirst = "c.seq desc nulls last, c.checkpoint_id desc";

/** The id of a thread's last checkpoint, as an expression; `thread` is the SQL of the thread's id. */
export const headOf = (thread: string): string =>
  `(select c.checkpoint_id from signalbox.checkpoints c where c.thread_id = ${thread} and c.checkpoint_ns = '' and signalbox.by_key(c.thread_id) order by ${newestFirst} limit 1)`;

/**
 * Whether `c` is older than the checkpoint whose id is the parameter `id`, of any namespace of the thread. The statement must join
 * `boundary`. A checkpoint that no longer exists has only its id to compare with.
 */
export const olderThan = (id: string): string =>
  `case when boundary.seq is not null then c.seq is null or c.seq < boundary.seq
     when boundary.is_known then c.seq is null and c.checkpoint_id < ${id} else c.checkpoint_id < ${id} end`;

/** One row named `boundary`, whether or not the checkpoint `id` exists; `where` restricts it to a thread. */
export const boundaryAt = (id: string, where = "true"): string =>
  `(select max(b.seq) as seq, count(*) > 0 as is_known from signalbox.checkpoints b where ${where} and b.checkpoint_id = ${id}) boundary`;

/**
 * True unless the database went back behind the checkpoint, as after a failover to a standby that lacked it, or a restore: what a process
 * has in memory may not be written there. The thread is $1; `namespace` and `id` are SQL, and a null `id` names no checkpoint.
 */
export const stillHas = ({ namespace, id }: { readonly namespace: string; readonly id: string }): string =>
  `(${id} is null or exists (select 1 from signalbox.checkpoints kept where kept.thread_id = $1 and kept.checkpoint_ns = ${namespace} and kept.checkpoint_id = ${id} and signalbox.by_key(kept.thread_id)))`;
