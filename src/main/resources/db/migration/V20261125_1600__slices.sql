-- A part of the programme that the team grants to an organisation, and what its editors write for it. They write
-- outside the draft: only what the team accepts comes into it.

create table slice (
    edition_id uuid not null references edition,
    id uuid not null,
    organisation_id uuid not null,
    name text not null,
    most integer not null check (most between 1 and 200),
    room_id uuid,
    starts_at timestamptz,
    ends_at timestamptz,
    primary key (edition_id, id),
    foreign key (edition_id, organisation_id) references edition_organisation,
    foreign key (edition_id, room_id) references room,
    check ((starts_at is null) = (ends_at is null)),
    check (starts_at < ends_at),
    constraint slice_room_taken exclude using gist
        (edition_id with =, room_id with =, tstzrange(starts_at, ends_at) with &&)
        where (room_id is not null and starts_at is not null)
);
create index slice_organisation on slice (edition_id, organisation_id);
create index slice_room on slice (edition_id, room_id);

-- The key is that of the session in the draft, once it is there.
create table hosted_session (
    edition_id uuid not null,
    key text not null,
    slice_id uuid not null,
    state text not null check (state in ('draft', 'ready', 'accepted')),
    content jsonb not null,
    starts_at timestamptz,
    ends_at timestamptz,
    changed_at timestamptz not null,
    accepted_at timestamptz,
    primary key (edition_id, key),
    foreign key (edition_id, slice_id) references slice,
    check ((starts_at is null) = (ends_at is null)),
    check (starts_at < ends_at)
);
create index hosted_session_slice on hosted_session (edition_id, slice_id);

-- What those who make the programme say to each other about a session, hosted or not.
create table session_comment (
    edition_id uuid not null references edition,
    number bigint generated always as identity,
    session text not null,
    at timestamptz not null,
    by_id text not null,
    by_name text not null,
    words text not null,
    primary key (edition_id, number)
);
create index session_comment_session on session_comment (edition_id, session, number);
