-- Seminars that are chosen: seats and blocks in the draft; what is offered, as published; who chose what.

create table choice_block (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    name jsonb not null,
    min_choices integer not null check (min_choices >= 0),
    max_choices integer not null check (max_choices >= 1),
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key),
    check (min_choices <= max_choices)
);

-- The time that it takes to get from one room to another.
create table changeover (
    edition_id uuid primary key references edition,
    minutes integer not null check (minutes between 0 and 240)
);

alter table session
    add column seats integer check (seats >= 0),
    add column block_id uuid,
    add column required boolean not null default false,
    add foreign key (edition_id, block_id) references choice_block,
    add check (seats is not null or (block_id is null and not required));
create index session_block on session (edition_id, block_id);

alter table quota add column kind text not null default 'ticket' check (kind in ('ticket', 'session'));

-- Nothing has been offered before: the table is empty. Names of rooms are the edition's and may change, keys do not.
alter table offering
    drop column place,
    alter column quota_id set not null,
    add column code text not null,
    add column room text,
    add column block text,
    add column required boolean not null,
    add column withdrawn_at timestamptz,
    add unique (edition_id, code);

-- What holds for all offerings of an edition, as published with them.
create table offering_terms (
    edition_id uuid primary key references edition,
    changeover_minutes integer not null,
    blocks jsonb not null
);

create table session_choice (
    edition_id uuid not null,
    id uuid not null default gen_random_uuid(),
    ticket_id uuid not null,
    offering_id uuid not null,
    quota_id uuid not null,
    chosen_at timestamptz not null,
    left_at timestamptz,
    primary key (edition_id, id),
    foreign key (edition_id, ticket_id) references ticket,
    foreign key (edition_id, offering_id) references offering,
    foreign key (edition_id, quota_id) references quota
);
create unique index session_choice_once on session_choice (edition_id, ticket_id, offering_id) where left_at is null;
create index session_choice_offering on session_choice (edition_id, offering_id) where left_at is null;
