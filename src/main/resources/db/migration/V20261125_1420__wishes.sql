-- whoever waits keeps what was wished for beside each ticket
update waiting
set wanted = (wanted - 'attendees') || jsonb_build_object('wishes', (
    select coalesce(jsonb_agg(jsonb_build_object('attendee', one, 'extras', '[]'::jsonb, 'seats', '[]'::jsonb)), '[]'::jsonb)
    from jsonb_array_elements(wanted -> 'attendees') as one))
where wanted is not null;
