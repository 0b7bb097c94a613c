-- What the keys with a tenant replace. The check lets Postgres set the column without reading the table.
alter table signalbox.threads alter column tenant set not null;
alter table signalbox.threads drop constraint threads_tenant_given;
alter table signalbox.runs drop constraint runs_thread_id_fkey;
alter table signalbox.interrupts drop constraint interrupts_thread_id_fkey;
alter table signalbox.fan_outs drop constraint fan_outs_parent_id_fkey;
alter table signalbox.children drop constraint children_thread_id_fkey;
alter table signalbox.answers drop constraint answers_interrupt_id_fkey;
alter table signalbox.replaced_answers drop constraint replaced_answers_interrupt_id_fkey;
alter table signalbox.notices drop constraint notices_interrupt_id_fkey;
