-- Decision links that count no longer before their time is over. The links themselves are stored nowhere.
create table signalbox.revoked_links (
  tenant text not null default 'default',
  id text not null,
  revoked_at timestamptz not null default clock_timestamp(),
  primary key (tenant, id)
);
create index revoked_links_by_age on signalbox.revoked_links (revoked_at);
