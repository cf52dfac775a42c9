-- Persons, with or without account, and organisations.

create table organisation (
    id uuid primary key,
    name jsonb not null,
    number text check (number ~ '^[0-9]{6}-[0-9]{4}$'),
    url text,
    created_at timestamptz not null default now()
);
create unique index organisation_number on organisation (number) where number is not null;
create index organisation_name on organisation using gin ((folded(name::text)) gin_trgm_ops);

create table person (
    id uuid primary key,
    name text not null,
    email text,
    email_verified_at timestamptz,
    organisation_id uuid references organisation,
    organisation_name text,
    language text not null,
    account_id uuid references account,
    created_at timestamptz not null default now()
);
create index person_email on person (lower(email));
create index person_organisation on person (organisation_id);
create index person_account on person (account_id);
create index person_search on person using gin
    ((folded(name || ' ' || coalesce(email, '') || ' ' || coalesce(organisation_name, ''))) gin_trgm_ops);
