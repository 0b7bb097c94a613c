-- Tables that are booked. Only the concierge's tool writes here.
create schema concierge;

create table concierge.bookings (
  restaurant text not null,
  day date not null,
  people integer not null check (people > 0),
  reference text not null,
  primary key (restaurant, day)
);
