-- Thirty-six customers, C-1001 to C-1036. Every value is computed from the customer's number: the same rows in every database.
insert into bank.customers (id, name, credit_score)
select 'C-' || (1000 + i),
       (array['Amara', 'Ben', 'Chiara', 'Dmitri', 'Elif', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Keiko', 'Liam'])[1 + i % 12] || ' ' ||
       (array['Okafor', 'Lindqvist', 'Moretti', 'Haddad', 'Nguyen', 'Petrov', 'Sato', 'Weber', 'Castillo'])[1 + (i * 5) % 9],
       580 + (i * 53) % 240
from generate_series(1, 36) as i;

insert into bank.accounts (id, customer_id, kind, number_end, routing_number, balance_cents, interest_percent, hold)
select 'A-' || (1000 + i) || '-' || kind,
       'C-' || (1000 + i),
       kind,
       lpad(((i * 7919 + case kind when 'checking' then 11 else 4242 end) % 10000)::text, 4, '0'),
       '0210' || lpad(((i % 4) * 11035 + 20713)::text, 5, '0'),
       case kind when 'checking' then 61240 + (i * 48271) % 412000 else 240000 + (i * 69621) % 1850000 end,
       case kind when 'checking' then 0.1 else 3.25 + (i % 5) * 0.15 end,
       case when kind = 'checking' and i % 6 = 0 then 'a check of $1,150.00 is not cleared yet' end
from generate_series(1, 36) as i, unnest(array['checking', 'savings']) as kind;

insert into bank.cards (id, customer_id, kind, network, number_end, limit_cents, apr_percent, points, expires_on, declined_because)
select 'K-' || (1000 + i) || '-' || kind,
       'C-' || (1000 + i),
       kind,
       case when (i + length(kind)) % 3 = 0 then 'Mastercard' else 'Visa' end,
       lpad(((i * 6007 + length(kind) * 313) % 10000)::text, 4, '0'),
       case kind when 'credit' then 200000 + (i % 8) * 100000 else 150000 end,
       case kind when 'credit' then 17.9 + (i % 6) * 0.75 end,
       case kind when 'credit' then (i * 1733) % 24000 else 0 end,
       (date '2027-01-31' + (i * 37 % 48) * interval '1 month')::date,
       case when i % 4 = 1 and kind = 'credit' then 'the payment was above the daily limit' when i % 4 = 3 and kind = 'debit' then 'the PIN was wrong three times' end
from generate_series(1, 36) as i, unnest(array['credit', 'debit']) as kind;

with merchants (n, merchant, category, usual_cents) as (
  values
    (0, 'Publix', 'groceries', 6420), (1, 'Olive Garden', 'restaurants', 4380), (2, 'Shell', 'fuel', 3875), (3, 'Netflix', 'entertainment', 1549),
    (4, 'Old Navy', 'clothing', 5240), (5, 'McDonald''s', 'restaurants', 1290), (6, 'Home Depot', 'home', 8410), (7, 'Amazon', 'shopping', 3799),
    (8, 'Starbucks', 'restaurants', 745), (9, 'Walmart', 'groceries', 7130), (10, 'Foot Locker', 'clothing', 9850), (11, 'Spotify', 'entertainment', 1099),
    (12, 'JCPenney', 'clothing', 6475), (13, 'Sam''s Club', 'groceries', 12240), (14, 'Kayak', 'travel', 28460), (15, 'GameStop', 'entertainment', 5999),
    (16, 'eBay', 'shopping', 4615), (17, 'Guitar Center', 'shopping', 15900), (18, 'Payless Shoes', 'clothing', 3490), (19, 'Trader Joe''s', 'groceries', 5560)
)
insert into bank.transactions (id, customer_id, card_id, booked_on, merchant, category, amount_cents)
select 'T-' || (1000 + i) || '-' || lpad(j::text, 2, '0'),
       'C-' || (1000 + i),
       'K-' || (1000 + i) || case when (i + j) % 3 = 0 then '-debit' else '-credit' end,
       date '2026-11-20' - (j * 2 + i % 3),
       merchant,
       category,
       usual_cents * (80 + (i * 17 + j * 29) % 45) / 100
from generate_series(1, 36) as i, generate_series(1, 12) as j
cross join merchants where n = (i * 7 + j * 3) % 20;

insert into bank.bills (id, customer_id, kind, payee, amount_cents, minimum_cents, due_on)
select 'B-' || (1000 + i) || '-' || kind,
       'C-' || (1000 + i),
       kind,
       payee,
       usual_cents * (75 + (i * 23 + j) % 50) / 100,
       case kind when 'credit card' then 3500 else usual_cents * (75 + (i * 23 + j) % 50) / 100 end,
       date '2026-12-01' + ((i * 3 + j * 5) % 26)::integer
from generate_series(1, 36) as i,
     (values (1, 'electric', 'Con Edison', 9400), (2, 'water', 'City Water', 4150), (3, 'phone', 'Verizon', 6800), (4, 'credit card', 'Visa', 48200), (5, 'rent', 'Maple Homes', 142000))
       as bill (j, kind, payee, usual_cents);
