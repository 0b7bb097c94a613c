-- A row belongs to its thread's tenant: no row can hang on another one's. Rows that are here already are checked by the next file, without a lock.
lock table signalbox.threads in share row exclusive mode;
update signalbox.threads set tenant = 'default' where tenant is null;
alter table signalbox.threads add constraint threads_tenant_given check (tenant is not null) not valid;
alter table signalbox.runs add constraint runs_of_tenant_fkey foreign key (tenant, thread_id) references signalbox.threads (tenant, id) on delete cascade not valid;
alter table signalbox.interrupts add constraint interrupts_of_tenant_fkey foreign key (tenant, thread_id) references signalbox.threads (tenant, id) on delete cascade not valid;
alter table signalbox.fan_outs add constraint fan_outs_of_tenant_fkey foreign key (tenant, parent_id) references signalbox.threads (tenant, id) on delete cascade not valid;
alter table signalbox.children add constraint children_of_tenant_fkey foreign key (tenant, thread_id) references signalbox.threads (tenant, id) on delete cascade not valid;
alter table signalbox.answers add constraint answers_of_tenant_fkey foreign key (tenant, interrupt_id) references signalbox.interrupts (tenant, id) on delete cascade not valid;
alter table signalbox.replaced_answers add constraint replaced_answers_of_tenant_fkey foreign key (tenant, interrupt_id) references signalbox.interrupts (tenant, id) on delete cascade not valid;
alter table signalbox.notices add constraint notices_of_tenant_fkey foreign key (tenant, interrupt_id) references signalbox.interrupts (tenant, id) on delete cascade not valid;
