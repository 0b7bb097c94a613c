-- outside a transaction: the tables are written to meanwhile
alter table signalbox.threads validate constraint threads_tenant_given;
alter table signalbox.runs validate constraint runs_of_tenant_fkey;
alter table signalbox.interrupts validate constraint interrupts_of_tenant_fkey;
alter table signalbox.fan_outs validate constraint fan_outs_of_tenant_fkey;
alter table signalbox.children validate constraint children_of_tenant_fkey;
alter table signalbox.answers validate constraint answers_of_tenant_fkey;
alter table signalbox.replaced_answers validate constraint replaced_answers_of_tenant_fkey;
alter table signalbox.notices validate constraint notices_of_tenant_fkey;
