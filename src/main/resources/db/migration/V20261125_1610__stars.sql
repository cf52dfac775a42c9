-- Sessions that somebody saved, by the code that is their address: it stays when the draft changes.
create table star (
    edition_id uuid not null references edition,
    person_id uuid not null references person,
    session text not null check (session ~ '^[0-9A-Z]{6}$'),
    starred_at timestamptz not null,
    primary key (edition_id, person_id, session)
);
create index star_person on star (person_id);

-- Two more links, each for one thing: a calendar that reads somebody's programme, a browser that keeps it.
alter table personal_link drop constraint personal_link_purpose_check;
alter table personal_link add constraint personal_link_purpose_check
    check (purpose in ('view', 'change', 'calendar', 'device'));
