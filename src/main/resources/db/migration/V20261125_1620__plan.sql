-- Timetables that the machine proposes. They live outside slot until an organiser uses one.

create table plan (
    edition_id uuid not null references edition,
    id uuid not null,
    made_at timestamptz not null,
    by_kind text not null,
    by_id text not null,
    by_name text not null,
    terms jsonb not null,
    draft text not null,
    seed bigint not null,
    steps integer not null check (steps > 0),
    done integer not null default 0,
    state text not null default 'running' check (state in ('running', 'stopped', 'done', 'used')),
    score text,
    first_score text,
    primary key (edition_id, id)
);
create index plan_running on plan (made_at) where state = 'running';

create table plan_slot (
    edition_id uuid not null,
    plan_id uuid not null,
    session_id uuid not null,
    room_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (starts_at < ends_at),
    primary key (edition_id, plan_id, session_id),
    foreign key (edition_id, plan_id) references plan on delete cascade,
    foreign key (edition_id, session_id) references session on delete cascade,
    foreign key (edition_id, room_id) references room on delete cascade
);
create index plan_slot_session on plan_slot (edition_id, session_id);
create index plan_slot_room on plan_slot (edition_id, room_id);
