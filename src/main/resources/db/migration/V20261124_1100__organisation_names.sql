-- An edition says the names of its organisations itself: what another edition calls them does not change it.
alter table edition_organisation
    add column name jsonb,
    add column number text,
    add column url text;
update edition_organisation part
set name = organisation.name, number = organisation.number, url = organisation.url
from organisation
where organisation.id = part.organisation_id;
alter table edition_organisation alter column name set not null;
