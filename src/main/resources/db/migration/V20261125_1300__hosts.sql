-- A host editor's role is for one organisation of the edition, and somebody may edit for several.
update edition_role set organisation_id = null;
alter table edition_role
    drop constraint edition_role_pkey,
    add constraint edition_role_once unique nulls not distinct (edition_id, account_id, role, organisation_id),
    add constraint edition_role_host check (organisation_id is null or role = 'host-editor'),
    add foreign key (edition_id, organisation_id) references edition_organisation on delete cascade;

-- Key of the organisation that arranges the session, or null.
alter table offering add host text;
