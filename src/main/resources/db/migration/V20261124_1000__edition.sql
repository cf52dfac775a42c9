-- A conference recurs; an edition is one time that it happens. All that belongs to an edition carries edition_id in its
-- keys, so that two editions cannot mix.

create table conference (
    id uuid primary key,
    key text not null unique
);

create table edition (
    id uuid primary key,
    conference_id uuid not null references conference,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,59}$'),
    name jsonb not null,
    theme jsonb not null,
    summary jsonb not null,
    languages text[] not null check (cardinality(languages) > 0),
    time_zone text not null,
    brand text not null check (brand ~ '^#[0-9a-f]{6}$'),
    hashtag text,
    example text check (example in ('content', 'living')),
    venue jsonb not null,
    privacy jsonb not null,
    version bigint not null default 1,
    created_at timestamptz not null default now()
);

create table edition_day (
    edition_id uuid not null references edition,
    date date not null,
    kind text not null check (kind in ('network', 'conference')),
    name jsonb not null,
    primary key (edition_id, date)
);

create table room (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    name jsonb not null,
    floor jsonb not null,
    capacity integer check (capacity > 0),
    features text[] not null,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);

create table edition_organisation (
    edition_id uuid not null references edition,
    organisation_id uuid not null references organisation,
    key text not null,
    part text not null check (part in ('organiser', 'partner', 'host', 'known')),
    position integer not null,
    primary key (edition_id, organisation_id),
    unique (edition_id, key)
);
create index edition_organisation_organisation on edition_organisation (organisation_id);

create table edition_contact (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    role jsonb not null,
    organisation_id uuid,
    email text,
    phone text,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key),
    foreign key (edition_id, organisation_id) references edition_organisation
);

create table edition_page (
    edition_id uuid not null references edition,
    key text not null,
    title jsonb not null,
    body jsonb not null,
    position integer not null,
    primary key (edition_id, key)
);

-- Who may do what in an edition. A host editor's role is for one organisation.
create table edition_role (
    edition_id uuid not null references edition,
    account_id uuid not null references account on delete cascade,
    role text not null check (role in ('organiser', 'host-editor', 'juror', 'door', 'press')),
    organisation_id uuid,
    granted_at timestamptz not null default now(),
    primary key (edition_id, account_id, role)
);
create index edition_role_account on edition_role (account_id);

-- What the public sees: an immutable snapshot of one stream (site, programme, showcase, …), made when somebody publishes.
create table release (
    edition_id uuid not null references edition,
    stream text not null,
    version integer not null,
    published_at timestamptz not null,
    by_kind text not null,
    by_id text not null,
    by_name text not null,
    note text not null default '',
    content jsonb not null,
    primary key (edition_id, stream, version)
);
