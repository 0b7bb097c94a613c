-- One-time credentials for connections that cannot send a header. The ticket itself is stored nowhere.
create table signalbox.tickets (
  hash bytea primary key,
  tenant text not null default 'default',
  -- whose it is: a principal of the runtime
  principal json not null,
  expires_at timestamptz not null
);
