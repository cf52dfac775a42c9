-- Places, orders and tickets. An order has one or more tickets; a ticket takes one place from each quota of its type.

create table ticket_type (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    name jsonb not null,
    description jsonb not null,
    price_minor bigint not null check (price_minor >= 0),
    currency text not null default 'SEK',
    vat_percent integer not null check (vat_percent between 0 and 100),
    opens_at timestamptz not null,
    closes_at timestamptz not null,
    days date[] not null,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key),
    check (opens_at < closes_at)
);

create table quota (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    name jsonb not null,
    capacity integer not null check (capacity >= 0),
    taken integer not null default 0,
    position integer not null,
    primary key (edition_id, id),
    unique (edition_id, key),
    check (taken >= 0)
);

create table ticket_type_quota (
    edition_id uuid not null,
    ticket_type_id uuid not null,
    quota_id uuid not null,
    primary key (edition_id, ticket_type_id, quota_id),
    foreign key (edition_id, ticket_type_id) references ticket_type,
    foreign key (edition_id, quota_id) references quota
);

-- "order" is a word of SQL
create table ticket_order (
    edition_id uuid not null references edition,
    id uuid not null,
    number bigint generated always as identity,
    orderer_id uuid not null references person,
    idempotency_key text not null,
    language text not null,
    invoice_reference text not null default '',
    created_at timestamptz not null,
    primary key (edition_id, id),
    unique (edition_id, idempotency_key)
);
create index ticket_order_orderer on ticket_order (orderer_id);

create table ticket (
    edition_id uuid not null,
    id uuid not null,
    order_id uuid not null,
    ticket_type_id uuid not null,
    person_id uuid not null references person,
    secret text not null unique check (secret ~ '^[a-hj-km-np-z2-9]{32}$'),
    short_code text not null check (short_code ~ '^[A-HJ-KM-NP-Z2-9]{8}$'),
    price_minor bigint not null,
    vat_percent integer not null,
    currency text not null,
    created_at timestamptz not null,
    cancelled_at timestamptz,
    version integer not null default 1,
    primary key (edition_id, id),
    unique (edition_id, short_code),
    foreign key (edition_id, order_id) references ticket_order,
    foreign key (edition_id, ticket_type_id) references ticket_type
);
create index ticket_person on ticket (person_id);
create index ticket_order_tickets on ticket (edition_id, order_id);
create index ticket_type_tickets on ticket (edition_id, ticket_type_id);
create index ticket_created on ticket (edition_id, created_at);

-- The one secret in an address: kept as a hash; one to see with, one to change with.
create table personal_link (
    token_hash bytea primary key,
    edition_id uuid not null references edition,
    person_id uuid not null references person,
    purpose text not null check (purpose in ('view', 'change')),
    generation integer not null default 1,
    created_at timestamptz not null,
    revoked_at timestamptz
);
create unique index personal_link_current on personal_link (edition_id, person_id, purpose) where revoked_at is null;
create index personal_link_person on personal_link (person_id);

-- One row an entry; the first one counts. A repeated nonce is the same scan sent again.
create table check_in (
    edition_id uuid not null,
    id uuid not null,
    ticket_id uuid not null,
    date date not null,
    at timestamptz not null,
    by_account_id uuid references account,
    way text not null check (way in ('code', 'scanner', 'search')),
    nonce uuid not null unique,
    undone_at timestamptz,
    primary key (edition_id, id),
    foreign key (edition_id, ticket_id) references ticket
);
create unique index check_in_once on check_in (edition_id, ticket_id, date) where undone_at is null;
create index check_in_account on check_in (by_account_id);

-- What programme offers for choice; it writes its own rows here, so that choosing needs no arrow upward.
create table offering (
    edition_id uuid not null references edition,
    id uuid not null,
    title jsonb not null,
    starts_at timestamptz,
    ends_at timestamptz,
    place jsonb not null,
    quota_id uuid,
    primary key (edition_id, id),
    foreign key (edition_id, quota_id) references quota
);
