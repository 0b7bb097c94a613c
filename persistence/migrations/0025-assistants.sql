-- Assistants that people have made: a graph with settings of its own. Those that every graph has by itself are here only once they were changed.
create table signalbox.assistants (
  tenant text not null default 'default',
  id text not null,
  graph_id text not null,
  name text not null,
  description text,
  config json not null default '{}',
  context json not null default '{}',
  metadata jsonb not null default '{}',
  -- the one in use
  version integer not null default 1,
  -- the highest that was ever made
  last_version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (tenant, id)
);
create index assistants_by_creation on signalbox.assistants (tenant, created_at desc);

create table signalbox.assistant_versions (
  tenant text not null default 'default',
  assistant_id text not null,
  version integer not null,
  graph_id text not null,
  name text not null,
  description text,
  config json not null default '{}',
  context json not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant, assistant_id, version),
  foreign key (tenant, assistant_id) references signalbox.assistants (tenant, id) on delete cascade
);
