-- Organisations as those that an invoice goes to: known ones are vouched for, typed ones are not; duplicates are merged.

-- The names of an organisation in all languages, folded: for finding exactly that name.
create function folded_names(name jsonb) returns text[]
    language sql immutable parallel safe strict
    return array(select folded(value) from jsonb_each_text(name) order by key);

-- The same as one text for searching: '| exempelstads kommun | exampletown municipality '.
create function folded_words(name jsonb) returns text
    language sql immutable parallel safe strict
    return (select coalesce(string_agg('| ' || folded(value) || ' ', '' order by key), '') from jsonb_each_text(name));

alter table organisation
    add column words text not null generated always as (folded_words(name)) stored,
    add column country text not null default 'SE' check (country ~ '^[A-Z]{2}$'),
    add column gln text check (gln ~ '^[0-9]{13}$'),
    add column e_invoice_scheme text check (e_invoice_scheme ~ '^[0-9]{4}$'),
    add column e_invoice_id text check (char_length(e_invoice_id) between 1 and 50),
    add column reference_pattern text check (char_length(reference_pattern) between 1 and 60),
    add column reference_hint jsonb not null default '{}',
    add column confirmed_at timestamptz,
    add column merged_into uuid references organisation check (merged_into <> id),
    add column version integer not null default 1,
    add check ((e_invoice_scheme is null) = (e_invoice_id is null));

-- so far they all came from edition files
update organisation set confirmed_at = created_at;

drop index organisation_name;
create index organisation_names on organisation using gin (folded_names(name));
create index organisation_words on organisation using gin (words gin_trgm_ops);
create index organisation_merged_into on organisation (merged_into) where merged_into is not null;
create index organisation_created on organisation (created_at) where merged_into is null;
create index organisation_gln on organisation (gln) where gln is not null;

-- A number that somebody typed claims nothing: two may have typed it, and a merged one keeps its own.
drop index organisation_number;
create index organisation_number on organisation (number) where number is not null;
create unique index organisation_number_known on organisation (number)
    where confirmed_at is not null and merged_into is null;
create unique index organisation_typed on organisation (folded_names(name), coalesce(number, ''))
    where confirmed_at is null and merged_into is null;

alter table edition_organisation
    add column gln text check (gln ~ '^[0-9]{13}$'),
    add column e_invoice text check (e_invoice ~ '^[0-9]{4}:.{1,50}$');

-- What a merge did, so that it can be undone.
create table organisation_merge (
    id uuid primary key,
    from_id uuid not null references organisation,
    into_id uuid not null references organisation,
    at timestamptz not null,
    into_before jsonb not null,
    into_version integer not null,
    moved jsonb not null,
    undone_at timestamptz
);
create unique index organisation_merge_from on organisation_merge (from_id) where undone_at is null;
create index organisation_merge_into on organisation_merge (into_id);
