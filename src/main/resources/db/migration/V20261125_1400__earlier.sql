-- How an earlier conference, which was run in another system, filled up: so many were registered so many days before.
create table earlier_count (
    edition_id uuid not null references edition,
    name text not null,
    days_before integer not null check (days_before >= 0),
    registered integer not null check (registered >= 0),
    primary key (edition_id, name, days_before)
);
