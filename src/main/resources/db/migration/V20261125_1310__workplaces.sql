-- Whose workplace is still to be found among the organisations.
create index person_workplace on person (organisation_name)
    where organisation_id is null and organisation_name is not null;
