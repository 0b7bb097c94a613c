-- For whom a service's key may act: rules as of runtime/identity/may-act-for.ts.
alter table signalbox.api_keys add column may_act_for json not null default '[]';
