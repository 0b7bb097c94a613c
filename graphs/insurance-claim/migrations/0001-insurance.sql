-- The insurer's own tables, in a schema of their own, with the policies that the example's claims are made on. Money is in whole cents.
create schema insurance;

create table insurance.policies (
  id text primary key,
  holder text not null,
  starts_on date not null,
  ends_on date not null,
  covers text[] not null,
  sum_insured_cents integer not null check (sum_insured_cents > 0),
  deductible_cents integer not null check (deductible_cents >= 0),
  latitude double precision not null,
  longitude double precision not null
);

create table insurance.claims (
  id text primary key,
  policy_id text not null references insurance.policies,
  happened_on date not null
);
create index on insurance.claims (policy_id, happened_on);

create table insurance.photos (
  sha256 text not null,
  claim_id text not null references insurance.claims,
  primary key (sha256, claim_id)
);

create table insurance.payments (
  id integer generated always as identity primary key,
  -- A claim is paid once, whichever thread pays it.
  claim_id text not null unique references insurance.claims,
  amount_cents integer not null check (amount_cents > 0),
  iban text not null,
  thread text not null,
  paid_at timestamptz not null default now()
);

insert into insurance.policies values
  ('P-100', 'Ada Nyberg', '2024-01-01', '2027-12-31', '{fire,water,storm,theft}', 4000000, 30000, 59.3293, 18.0686),
  ('P-200', 'Tomás Rivera', '2026-03-01', '2027-02-28', '{fire,theft}', 1500000, 50000, 40.4168, -3.7038),
  ('P-300', 'Mei Tanaka', '2023-05-01', '2025-04-30', '{fire,water}', 2000000, 20000, 35.6762, 139.6503);
insert into insurance.claims values ('C-0001', 'P-200', '2026-05-20');
insert into insurance.photos values (repeat('ab', 32), 'C-0001');
