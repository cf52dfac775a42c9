-- What is known and shown of the award and the hackathon; entries, juries and votes come with their own tables.

create table award (
    edition_id uuid primary key references edition,
    name jsonb not null,
    summary jsonb not null,
    criteria jsonb not null,
    awarded date,
    note jsonb not null
);

create table award_finalist (
    edition_id uuid not null references award,
    id uuid not null,
    key text not null,
    name jsonb not null,
    organisation text not null,
    body jsonb not null,
    winner boolean not null,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);
create unique index award_one_winner on award_finalist (edition_id) where winner;

create table hackathon (
    edition_id uuid primary key references edition,
    name jsonb not null,
    summary jsonb not null,
    organiser text,
    host text,
    prize jsonb not null,
    note jsonb not null
);

create table hackathon_challenge (
    edition_id uuid not null references hackathon,
    id uuid not null,
    key text not null,
    name jsonb not null,
    owner text not null,
    body jsonb not null,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);
