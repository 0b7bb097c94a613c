-- Whose each row is. `threads` has had a tenant for the queue alone, which could be null.
alter table signalbox.threads alter column tenant set default 'default';
alter table signalbox.runs add column tenant text not null default 'default';
alter table signalbox.interrupts add column tenant text not null default 'default';
alter table signalbox.answers add column tenant text not null default 'default';
alter table signalbox.replaced_answers add column tenant text not null default 'default';
alter table signalbox.notices add column tenant text not null default 'default';
alter table signalbox.fan_outs add column tenant text not null default 'default';
alter table signalbox.children add column tenant text not null default 'default';
alter table signalbox.audit add column tenant text not null default 'default';
alter table signalbox.effects add column tenant text not null default 'default';

-- An older program that still runs beside this one does not say whose its rows are. Where threads have tenants, they get their thread's.
create function signalbox.tenant_of_row() returns trigger language plpgsql as $$
declare
  given jsonb := to_jsonb(new);
begin
  new.tenant := coalesce((
    select tenant from signalbox.threads where id = coalesce(
      given ->> 'thread_id', given ->> 'parent_id', (select thread_id from signalbox.interrupts where id = given ->> 'interrupt_id')
    )
  ), 'default');
  return new;
end $$;
do $$ begin
  if exists (select 1 from signalbox.threads where tenant <> 'default') then
    create trigger tenant_of_row before insert on signalbox.runs for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.interrupts for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.answers for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.replaced_answers for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.notices for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.fan_outs for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.children for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.audit for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
    create trigger tenant_of_row before insert on signalbox.effects for each row when (new.tenant = 'default') execute function signalbox.tenant_of_row();
  end if;
end $$;
