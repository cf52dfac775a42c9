-- Questions of an edition's own, needs that are kept apart and sealed, protected identities.

create table question (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    kind text not null check (kind in ('text', 'long-text', 'choice', 'several', 'number', 'date', 'consent')),
    label jsonb not null,
    hint jsonb not null,
    options jsonb not null,
    required boolean not null,
    ticket_types text[] not null,
    session text,
    condition jsonb,
    purpose jsonb not null,
    sensitivity text not null check (sensitivity in ('personal', 'sensitive', 'internal')),
    keep_days integer not null check (keep_days between 0 and 3650),
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);

-- how long needs are kept; no row: they are not asked for
create table needs_asked (
    edition_id uuid primary key references edition,
    keep_days integer not null check (keep_days between 0 and 3650)
);

-- The person is a part of it, so that whoever gets the ticket later does not get the answers.
create table answer (
    edition_id uuid not null,
    ticket_id uuid not null,
    question_id uuid not null,
    person_id uuid not null references person,
    value jsonb not null,
    answered_at timestamptz not null,
    primary key (edition_id, ticket_id, question_id),
    foreign key (edition_id, ticket_id) references ticket,
    foreign key (edition_id, question_id) references question
);
create index answer_question on answer (edition_id, question_id);
create index answer_person on answer (person_id);

-- Sealed under a key that is not in the database (store.Sealed); bound to edition, person and kind.
create table need (
    edition_id uuid not null references edition,
    person_id uuid not null references person,
    kind text not null check (kind in ('dietary', 'allergy', 'access')),
    cipher bytea not null,
    key_id text not null,
    made_at timestamptz not null,
    primary key (edition_id, person_id, kind)
);
create index need_person on need (person_id);

-- What was removed when its time was up.
create table removal (
    edition_id uuid not null references edition,
    id uuid not null,
    at timestamptz not null,
    thing text not null,
    removed integer not null check (removed > 0),
    primary key (edition_id, id)
);

-- Whoever has a protected identity is seen under an alias.
alter table person
    add column protected boolean not null default false,
    add column alias text,
    add check (protected = (alias is not null));

-- What everybody at the desk may see of a person. Lists, searches and files read this and not the table.
create view shown_person as
    select id, case when protected then alias else name end as name,
        case when not protected then email end as email,
        case when not protected then organisation_name end as organisation_name,
        language, account_id, protected, alias
    from person;

-- Things whose lines in the audit trail name somebody who is protected: readers see this name instead.
create table masked (
    id text primary key,
    name text not null
);

alter table edition_role
    drop constraint edition_role_role_check,
    add constraint edition_role_role_check
        check (role in ('organiser', 'host-editor', 'juror', 'door', 'press', 'care', 'protection'));
