package torg.registration;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.ledger.Audit;
import torg.registration.Ticket.TicketId;
import torg.store.Db;
import torg.store.LocalIds;

/// Lists and counts those who are registered, for organisers.
@Component
public class Participants {
    public static final int SIZE = 50;
    private static final int MAX_EXPORT = 200_000;

    /// What the list can be sorted by, and the SQL for it: never what somebody typed.
    static final Map<String, String> COLUMNS = Map.of(
            "name", "folded(person.name)",
            "organisation", "folded(coalesce(person.organisation_name, ''))",
            "type", "type.position",
            "registered", "ticket.created_at");

    /// Which of them.
    ///
    /// @param state of a ticket, or nothing for all
    /// @param type  key of a ticket type, or nothing for all
    public record Filter(String words, String state, String type) {
        public static final Filter ALL = new Filter("", "", "");
    }

    private static final String MATCHING = """
            where ticket.edition_id = :edition and ticket_order.state = 'placed' and person.protected is not true
                and (:state = '' or ticket.state = :state)
                and (:type = '' or type.key = :type)
            """;

    /// Valid tickets whose holder has yet to answer what must be answered. Answers to what is not asked are never kept,
    /// so that a question that hangs on another answer is asked where that answer is there.
    private static final String UNANSWERED = """
            and ticket.state = 'valid' and exists (select 1 from question
                where question.edition_id = ticket.edition_id and question.key = any(:needed)
                    and (question.ticket_types = '{}' or type.key = any(question.ticket_types))
                    and (question.condition is null or exists (select 1 from answer
                        join question decides on decides.edition_id = answer.edition_id and decides.id = answer.question_id
                        where answer.edition_id = ticket.edition_id and answer.ticket_id = ticket.id
                            and answer.person_id = ticket.person_id
                            and decides.key = question.condition ->> 'question'
                            and answer.value @> (question.condition -> 'answer')))
                    and not exists (select 1 from answer
                        where answer.edition_id = ticket.edition_id and answer.ticket_id = ticket.id
                            and answer.person_id = ticket.person_id and answer.question_id = question.id))
            """;

    /// Without words there is nothing to look up, and with them the index of persons is where to begin.
    private static String matching(String words) {
        return words.isEmpty() ? MATCHING : MATCHING + "and " + Registrations.HAS_WORDS;
    }

    private final Db db;
    private final Quotas quotas;
    private final Questions questions;
    private final Audit audit;

    Participants(Db db, Quotas quotas, Questions questions, Audit audit) {
        this.db = db;
        this.quotas = quotas;
        this.questions = questions;
        this.audit = audit;
    }

    /// One page of the list.
    ///
    /// @param total how many match altogether
    public record Listed(List<Ticket> tickets, long total) {}

    /// @param sort a key of [#COLUMNS], with `-` before it for the other direction
    /// @param page from 1; beyond the last one it is the last one
    Listed list(Organiser organiser, Filter filter, String sort, int page, boolean unanswered) {
        String matching = matching(filter.words) + (unanswered ? UNANSWERED : "");
        List<String> needed = needed(organiser, unanswered);
        long total = db.sql("""
                        select count(*) as total
                        from ticket
                        join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                        join ticket_type type on type.edition_id = ticket.edition_id and type.id = ticket.ticket_type_id
                        left join shown_person person on person.id = ticket.person_id
                        """ + matching)
                .set("edition", organiser.id())
                .set("words", filter.words)
                .set("state", filter.state)
                .set("type", filter.type)
                .set("needed", needed)
                .one(row -> row.number("total"));
        List<Ticket> tickets = db.sql(
                        Registrations.TICKET + matching + "order by " + order(sort) + " limit :size offset :offset")
                .set("edition", organiser.id())
                .set("words", filter.words)
                .set("state", filter.state)
                .set("type", filter.type)
                .set("needed", needed)
                .set("size", SIZE)
                .set("offset", (Math.min(Math.max(page, 1), last(total)) - 1) * SIZE)
                .list(Registrations::ticket);
        return new Listed(tickets, total);
    }

    private List<String> needed(Organiser organiser, boolean unanswered) {
        return unanswered
                ? questions.published(organiser.id()).questions().stream()
                        .filter(question -> question.required() && question.session() == null)
                        .map(Questionnaire.Question::key)
                        .toList()
                : List.of();
    }

    /// The tickets of this filter, for something that is done to all of them.
    List<Ticket> chosen(Organiser organiser, Filter filter, int most, boolean unanswered) {
        return db.sql(Registrations.TICKET + matching(filter.words) + (unanswered ? UNANSWERED : "")
                        + "order by folded(person.name), ticket.id limit :most")
                .set("edition", organiser.id())
                .set("words", filter.words)
                .set("state", filter.state)
                .set("type", filter.type)
                .set("needed", needed(organiser, unanswered))
                .set("most", most)
                .list(Registrations::ticket);
    }

    /// These tickets, in the order of their names.
    List<Ticket> chosen(Organiser organiser, List<TicketId> ids) {
        return db.sql(Registrations.TICKET + """
                where ticket.edition_id = :edition and ticket_order.state = 'placed'
                    and person.protected is not true and ticket.id = any(cast(:ids as uuid[]))
                order by folded(person.name), ticket.id
                """)
                .set("edition", organiser.id())
                .set("ids", ids)
                .list(Registrations::ticket);
    }

    /// The number of the last page of so many.
    static int last(long total) {
        return (int) Math.max(1, (total + SIZE - 1) / SIZE);
    }

    private static String order(String sort) {
        boolean down = sort.startsWith("-");
        String column = COLUMNS.getOrDefault(down ? sort.substring(1) : sort, "ticket.created_at");
        return column + (down ? " desc" : "") + ", ticket.id";
    }

    /// Everybody, for a file; who downloaded it stands in the audit trail.
    List<Ticket> export(Organiser organiser) {
        return db.transaction(() -> {
            audit.record(
                    organiser.by(),
                    organiser.id(),
                    "exported",
                    new Audit.Subject("list", "participants", "participants.csv"),
                    null,
                    null);
            return db.sql(
                            Registrations.TICKET
                                    + "where ticket.edition_id = :edition and ticket_order.state = 'placed' and person.protected is not true order by ticket.created_at, ticket.id limit :most")
                    .set("edition", organiser.id())
                    .set("most", MAX_EXPORT)
                    .list(Registrations::ticket);
        });
    }

    /// Somebody who wants to be found by other participants.
    record Person(String name, String organisation) {}

    record People(List<Person> people, long total) {}

    /// Those who chose to be on the list, for participants.
    People onList(EditionId edition, String words, int page) {
        String chosen = """
                from ticket
                join shown_person person on person.id = ticket.person_id
                where ticket.edition_id = :edition and ticket.state = 'valid' and ticket.on_list and not person.protected
                    and (:words = '' or
                """ + Registrations.HAS_WORDS.replace("coalesce(found.email, '')", "''") + ")\n";
        long total = db.sql("select count(*) as total " + chosen)
                .set("edition", edition)
                .set("words", words)
                .one(row -> row.number("total"));
        List<Person> people = db.sql("select person.name, coalesce(person.organisation_name, '') as organisation "
                        + chosen + "order by person.name, ticket.id limit :size offset :offset")
                .set("edition", edition)
                .set("words", words)
                .set("size", SIZE)
                .set("offset", (Math.max(page, 1) - 1) * SIZE)
                .list(row -> new Person(row.string("name"), row.string("organisation")));
        return new People(people, total);
    }

    public record Day(LocalDate date, long registered) {}

    /// Figures for the desk's first page.
    public record Figures(long registered, long cancelled, long checkedIn, List<Day> days) {}

    public Figures figures(EditionId edition, String zone) {
        List<Day> days = db.sql("""
                select (created_at at time zone :zone)::date as date, count(*) as registered
                from ticket
                where edition_id = :edition and state in ('valid', 'pending')
                group by 1
                order by 1
                """)
                .set("zone", zone)
                .set("edition", edition)
                .list(row -> new Day(row.date("date"), row.number("registered")));
        return db.sql("""
                select count(*) filter (where state in ('valid', 'pending')) as registered,
                    count(*) filter (where state = 'cancelled') as cancelled,
                    (select count(distinct ticket_id) from check_in
                        where edition_id = :edition and undone_at is null) as checked_in
                from ticket
                where edition_id = :edition
                """)
                .set("edition", edition)
                .one(row ->
                        new Figures(row.number("registered"), row.number("cancelled"), row.number("checked_in"), days));
    }

    /// Lines to compare with: of earlier editions of the same conference, of those in which this organiser organises,
    /// and of what was run in another system. What came more than a year before counts as a year before.
    Comparison compared(Organiser organiser, int today) {
        Map<String, Comparison.Curve> curves = new LinkedHashMap<>();
        db.sql("""
                with dated as (
                    select edition.*, (select min(date) from edition_day where edition_id = edition.id) as first
                    from edition
                ), compared as (
                    select dated.id, dated.name, dated.time_zone, dated.first
                    from dated
                    join dated this on this.id = :edition
                    where dated.id = this.id or dated.first < this.first and (dated.conference_id = this.conference_id
                        or :administrator or exists (select 1 from edition_role where edition_id = dated.id
                            and account_id = :account and role = 'organiser'))
                    order by dated.id = this.id desc, dated.first desc
                    limit :most
                ), moves as (
                    select compared.id, compared.first - (move.at at time zone compared.time_zone)::date as days, move.n
                    from compared
                    join ticket on ticket.edition_id = compared.id
                    join ticket_order on ticket_order.edition_id = ticket.edition_id
                        and ticket_order.id = ticket.order_id and ticket_order.state = 'placed'
                    cross join lateral (values (ticket.created_at, 1), (ticket.cancelled_at, -1)) move(at, n)
                    where move.at is not null
                ), daily as (
                    select id, least(365, greatest(0, days)) as days, sum(n) as n from moves group by 1, 2
                )
                select curve.* from (
                    select compared.id::text as key, compared.name, compared.first, daily.days as days_before,
                        sum(daily.n) over (partition by compared.id order by daily.days desc)::bigint as registered
                    from daily
                    join compared on compared.id = daily.id
                    union all
                    select 'file ' || name, jsonb_build_object('sv', name), null, least(365, days_before), max(registered)
                    from earlier_count
                    where edition_id = :edition
                    group by name, least(365, days_before)) curve
                order by curve.first desc nulls last, curve.key desc, curve.days_before desc
                """)
                .set("edition", organiser.id())
                .set("account", organiser.account().id())
                .set("administrator", organiser.account().administrator())
                .set("most", 1 + Comparison.MOST_EARLIER)
                .list(row -> curves.computeIfAbsent(
                                row.string("key"), key -> new Comparison.Curve(row.text("name"), new ArrayList<>()))
                        .points()
                        .add(new Comparison.Point(row.integer("days_before"), row.number("registered"))));
        Comparison.Curve own = curves.remove(organiser.id().value().toString());
        return new Comparison(
                own == null ? new Comparison.Curve(organiser.edition().name(), List.of()) : own,
                curves.values().stream().limit(Comparison.MOST_EARLIER).toList(),
                today);
    }

    record QuotaState(String key, torg.text.Text name, int capacity, int taken) {}

    List<QuotaState> quotas(EditionId edition) {
        return db.sql("""
                select key, name, capacity, taken from quota
                where edition_id = :edition and kind = 'ticket' order by position
                """)
                .set("edition", edition)
                .list(row -> new QuotaState(
                        row.string("key"), row.text("name"), row.integer("capacity"), row.integer("taken")));
    }

    /// Sets how many places there are, at once; those who wait are served in the same transaction.
    ///
    /// @param was what the organiser saw
    /// @return false where that is no longer so; nothing is changed then
    boolean resize(Organiser organiser, String key, int was, int capacity) {
        return db.transaction(() -> {
            quotas.lineUp(organiser.id());
            boolean same = db.sql("""
                    select 1 from quota
                    where edition_id = :edition and kind = 'ticket' and key = :key and capacity = :was
                    """)
                            .set("edition", organiser.id())
                            .set("key", key)
                            .set("was", was)
                            .list(row -> 1)
                            .size()
                    == 1;
            if (same && was != capacity) {
                audit.record(
                        organiser.by(),
                        organiser.id(),
                        "resized",
                        new Audit.Subject("quota", key, key),
                        Map.of("capacity", was),
                        Map.of("capacity", capacity));
                quotas.resize(organiser.id(), Map.of(LocalIds.of(organiser.id(), "quota", key), capacity));
            }
            return same;
        });
    }
}
