-- Sessions and the slots that they are given: two tables, because a session may have no slot yet, or several.

create table track (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    name jsonb not null,
    colour text check (colour ~ '^#[0-9a-f]{6}$'),
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);

create table speaker (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    person_id uuid references person,
    name text not null,
    title jsonb not null,
    organisation text not null default '',
    biography jsonb not null,
    image text,
    image_alt jsonb not null,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);
create index speaker_person on speaker (person_id);

create table session (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    code text not null check (code ~ '^[0-9A-Z]{6}$'),
    kind text not null check (kind in ('plenary', 'seminar', 'workshop', 'network', 'exhibition', 'break', 'social')),
    title jsonb not null,
    abstract jsonb not null,
    language text,
    track_id uuid,
    host_id uuid,
    level text check (level in ('introductory', 'intermediate', 'advanced')),
    access text[] not null,
    capacity integer check (capacity > 0),
    status text not null check (status in ('planned', 'cancelled')),
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key),
    unique (edition_id, code),
    foreign key (edition_id, track_id) references track,
    foreign key (edition_id, host_id) references edition_organisation
);
create index session_track on session (edition_id, track_id);

create table session_speaker (
    edition_id uuid not null,
    session_id uuid not null,
    speaker_id uuid not null,
    part text not null check (part in ('speaker', 'moderator')),
    position integer not null,
    primary key (edition_id, session_id, speaker_id),
    foreign key (edition_id, session_id) references session on delete cascade,
    foreign key (edition_id, speaker_id) references speaker
);
create index session_speaker_speaker on session_speaker (edition_id, speaker_id);

-- Two sessions in one room at one time cannot be stored; deferred, so that two can change places.
create table slot (
    edition_id uuid not null,
    id uuid not null,
    number bigint generated always as identity unique,
    session_id uuid not null,
    room_id uuid,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    primary key (edition_id, id),
    foreign key (edition_id, session_id) references session on delete cascade,
    foreign key (edition_id, room_id) references room,
    check (starts_at < ends_at),
    constraint slot_room_taken exclude using gist
        (edition_id with =, room_id with =, tstzrange(starts_at, ends_at) with &&)
        where (room_id is not null) deferrable initially deferred
);
create index slot_session on slot (edition_id, session_id);
