-- The bank's own tables, in a schema of their own. Money is in whole cents. Only the desk's tools write here.
create schema bank;

create table bank.customers (
  id text primary key,
  name text not null,
  credit_score integer not null
);

create table bank.accounts (
  id text primary key,
  customer_id text not null references bank.customers,
  kind text not null check (kind in ('checking', 'savings')),
  number_end text not null,
  routing_number text not null,
  balance_cents integer not null check (balance_cents >= 0),
  interest_percent double precision not null,
  -- Why the bank holds it; null when it does not.
  hold text,
  frozen boolean not null default false,
  unique (customer_id, kind)
);

create table bank.cards (
  id text primary key,
  customer_id text not null references bank.customers,
  kind text not null check (kind in ('credit', 'debit')),
  network text not null,
  number_end text not null,
  limit_cents integer not null,
  apr_percent double precision,
  points integer not null,
  expires_on date not null,
  status text not null default 'active' check (status in ('active', 'lost', 'stolen', 'damaged')),
  -- Why the last payment was refused; null when none was.
  declined_because text
);

create table bank.transactions (
  id text primary key,
  customer_id text not null references bank.customers,
  card_id text not null references bank.cards,
  booked_on date not null,
  merchant text not null,
  category text not null,
  amount_cents integer not null check (amount_cents > 0)
);
create index transactions_of_customer on bank.transactions (customer_id, booked_on desc);

create table bank.bills (
  id text primary key,
  customer_id text not null references bank.customers,
  kind text not null,
  payee text not null,
  amount_cents integer not null,
  minimum_cents integer not null,
  due_on date not null,
  paid boolean not null default false
);

create table bank.transfers (
  id integer generated always as identity primary key,
  customer_id text not null references bank.customers,
  from_account text not null references bank.accounts,
  to_account text not null references bank.accounts,
  amount_cents integer not null check (amount_cents > 0),
  booked_at timestamptz not null default now()
);

-- What a person of the bank does by hand: new cards, checkbooks, PIN letters.
create table bank.requests (
  id integer generated always as identity primary key,
  customer_id text not null references bank.customers,
  service text not null,
  asked_at timestamptz not null default now()
);

create table bank.disputes (
  id integer generated always as identity primary key,
  customer_id text not null references bank.customers,
  transaction_id text not null unique references bank.transactions,
  complaint text not null,
  status text not null default 'open' check (status in ('open', 'refunded')),
  opened_at timestamptz not null default now()
);

create table bank.refunds (
  id integer generated always as identity primary key,
  dispute_id integer not null references bank.disputes,
  -- The bank's own last word: a charge is given back once, whatever asks for it.
  transaction_id text not null unique references bank.transactions,
  customer_id text not null references bank.customers,
  amount_cents integer not null check (amount_cents > 0),
  thread text not null,
  booked_at timestamptz not null default now()
);

create table bank.letters (
  refund_id integer primary key references bank.refunds,
  customer_id text not null references bank.customers,
  body text not null,
  sent_at timestamptz not null default now()
);

-- The demo's switch: for whom a system of the bank misbehaves, how, and how many more times. The tools ask here before they act.
create table bank.outages (
  system text not null check (system in ('core', 'letters')),
  customer_id text not null references bank.customers,
  -- 0: the system is down. More: it answers, this much later.
  latency_ms integer not null default 0,
  times_left integer not null,
  primary key (system, customer_id)
);
