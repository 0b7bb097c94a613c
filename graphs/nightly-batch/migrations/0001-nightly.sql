-- The ledger that the night's invoices are booked into, in a schema of its own. Money is in whole cents.
create schema nightly;

create table nightly.ledger (
  entry bigint generated always as identity primary key,
  supplier text not null,
  number text not null,
  invoice_id text not null,
  cents integer not null check (cents > 0),
  thread text not null,
  booked_at timestamptz not null default now(),
  -- An invoice is booked once, however often it comes in.
  unique (supplier, number)
);
