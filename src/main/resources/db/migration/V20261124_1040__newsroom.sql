create table news_item (
    edition_id uuid not null references edition,
    id uuid not null,
    key text not null,
    kind text not null check (kind in ('release', 'news')),
    dated timestamptz not null,
    title jsonb not null,
    lead jsonb not null,
    body jsonb not null,
    fact_title jsonb not null,
    fact jsonb not null,
    boilerplate jsonb not null,
    contacts text[] not null,
    links jsonb not null,
    primary key (edition_id, id),
    unique (edition_id, key)
);
