package torg.registration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.ledger.Audit;
import torg.registration.Questionnaire.Question;
import torg.registration.Questionnaire.Sensitivity;
import torg.registration.Registrations.Change;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Db;
import torg.store.Json;
import torg.store.LocalIds;

/// What an edition asks, as it is published, and what the holders of tickets answered. Answers belong to ticket and
/// person: whoever gets the ticket later answers anew.
@Component
public class Questions {
    private final Db db;
    private final Releases releases;
    private final QuestionStream stream;
    private final ConferenceClock clock;
    private final Audit audit;

    Questions(Db db, Releases releases, QuestionStream stream, ConferenceClock clock, Audit audit) {
        this.db = db;
        this.releases = releases;
        this.stream = stream;
        this.clock = clock;
        this.audit = audit;
    }

    public Questionnaire published(EditionId edition) {
        return releases.newest(edition, stream).map(Release::content).orElse(Questionnaire.NONE);
    }

    /// What is asked, and what was asked once and still has answers.
    List<Question> withRetired(EditionId edition) {
        List<Question> all = new ArrayList<>(published(edition).questions());
        stream.retired(edition).stream()
                .filter(one -> all.stream().noneMatch(same -> same.key().equals(one.key())))
                .forEach(all::add);
        return all;
    }

    /// The same, until the last day is over: then nothing is asked any more.
    Questionnaire open(Edition edition) {
        return Retention.isOver(edition, 0, clock.instant()) ? Questionnaire.NONE : published(edition.id());
    }

    /// Whether somebody can tell her needs, and take them back: as long as they are kept.
    boolean asksNeeds(Edition edition) {
        Integer days = published(edition.id()).keepNeedsDays();
        return days != null && !Retention.isOver(edition, days, clock.instant());
    }

    List<Question> asked(Edition edition, Ticket ticket) {
        Questionnaire all = open(edition);
        List<String> sessions = all.questions().stream()
                .flatMap(question -> Stream.ofNullable(question.session()))
                .distinct()
                .toList();
        return all.asked(ticket.typeKey(), sessions.isEmpty() ? sessions : chosen(edition.id(), ticket, sessions));
    }

    /// Those of these sessions that the holder of the ticket has chosen.
    private List<String> chosen(EditionId edition, Ticket ticket, List<String> sessions) {
        Set<UUID> chosen = Set.copyOf(
                db.sql("""
                select offering_id from session_choice
                where edition_id = :edition and ticket_id = :ticket and left_at is null
                """).set("edition", edition).set("ticket", ticket.id()).list(row -> row.uuid("offering_id")));
        return sessions.stream()
                .filter(session -> chosen.contains(LocalIds.of(edition, "offering", session)))
                .toList();
    }

    /// What the holder of the ticket has answered, by the keys of the questions.
    Map<String, Object> answers(EditionId edition, Ticket ticket) {
        Map<String, Object> answers = new LinkedHashMap<>();
        db.sql("""
                select question.key, answer.value
                from answer
                join question on question.edition_id = answer.edition_id and question.id = answer.question_id
                where answer.edition_id = :edition and answer.ticket_id = :ticket and answer.person_id = :person
                order by question.position
                """)
                .set("edition", edition)
                .set("ticket", ticket.id())
                .set("person", ticket.person())
                .list(row -> answers.put(row.string("key"), row.json("value", Object.class)) == null);
        return answers;
    }

    /// How many questions must still be answered.
    int left(Edition edition, Ticket ticket) {
        List<Question> asked = asked(edition, ticket);
        if (asked.stream().noneMatch(Question::required)) {
            return 0;
        }
        return left(asked, answers(edition.id(), ticket));
    }

    /// The same, where what the holder has chosen and answered is known already.
    ///
    /// @param type   key of the ticket's type
    /// @param chosen the offerings that the holder has chosen
    int left(Edition edition, String type, Set<UUID> chosen, Map<String, Object> answers) {
        Questionnaire all = open(edition);
        List<String> sessions = all.questions().stream()
                .flatMap(question -> Stream.ofNullable(question.session()))
                .filter(session -> chosen.contains(LocalIds.of(edition.id(), "offering", session)))
                .toList();
        return left(all.asked(type, sessions), answers);
    }

    private static int left(List<Question> asked, Map<String, Object> answers) {
        return (int) asked.stream()
                .filter(question -> question.required()
                        && !answers.containsKey(question.key())
                        && Questionnaire.applies(question, answers))
                .count();
    }

    /// Keeps these answers in the place of all before. What is sensitive does not stand in the trail.
    Change answer(By by, EditionId edition, Ticket ticket, Map<String, Object> given) {
        record Row(UUID question, Object value) {}
        return db.transaction(() -> {
            boolean hers = db.sql("""
                    select 1 from ticket
                    where edition_id = :edition and id = :ticket and person_id = :person and state in ('valid', 'pending')
                    for update
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .set("person", ticket.person())
                    .optional(row -> true)
                    .isPresent();
            if (!hers) {
                return Change.TOO_LATE;
            }
            Map<String, Object> before = answers(edition, ticket);
            if (before.equals(given)) {
                return Change.DONE;
            }
            db.sql("delete from answer where edition_id = :edition and ticket_id = :ticket")
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .run();
            db.sql("""
                    insert into answer (edition_id, ticket_id, question_id, person_id, value, answered_at)
                    select :edition, :ticket, question, :person, value, :now
                    from jsonb_to_recordset(:rows) as row(question uuid, value jsonb)
                    """)
                    .set("edition", edition)
                    .set("ticket", ticket.id())
                    .set("person", ticket.person())
                    .set("now", ConferenceClock.security().instant())
                    .setJson(
                            "rows",
                            given.entrySet().stream()
                                    .map(one -> new Row(QuestionStream.id(edition, one.getKey()), one.getValue()))
                                    .toList())
                    .run();
            Set<String> told = published(edition).questions().stream()
                    .filter(question -> question.sensitivity() != Sensitivity.SENSITIVE)
                    .map(Question::key)
                    .collect(Collectors.toSet());
            audit.record(by, edition, "answered", Registrations.subject(ticket), told(before, told), told(given, told));
            return Change.DONE;
        });
    }

    private static Map<String, Object> told(Map<String, Object> answers, Set<String> told) {
        Map<String, Object> all = new TreeMap<>();
        answers.forEach((key, answer) -> all.put(key, told.contains(key) ? answer : "…"));
        return all;
    }

    /// How a question was answered by those whose tickets are valid; nobody with a protected identity is counted.
    ///
    /// @param options how often each was chosen, by key; those that nobody chose are left out
    public record Counted(long answered, Map<String, Long> options) {}

    Map<String, Counted> counts(Organiser organiser) {
        Map<String, Counted> counts = new LinkedHashMap<>();
        db.sql("""
                with given as (
                    select question.key, question.kind, answer.value
                    from answer
                    join question on question.edition_id = answer.edition_id and question.id = answer.question_id
                    join ticket on ticket.edition_id = answer.edition_id and ticket.id = answer.ticket_id
                        and ticket.person_id = answer.person_id and ticket.state = 'valid'
                    join shown_person person on person.id = answer.person_id and not person.protected
                    where answer.edition_id = :edition)
                select key, '' as option, count(*) as times from given group by key
                union all
                select key, option, count(*) from given
                cross join lateral jsonb_array_elements_text(
                    case jsonb_typeof(value) when 'array' then value else jsonb_build_array(value) end) option
                where kind in ('choice', 'several', 'consent')
                group by key, option
                order by key, option
                """).set("edition", organiser.id()).list(row -> {
            String option = row.string("option");
            long times = row.number("times");
            if (option.isEmpty()) {
                counts.put(row.string("key"), new Counted(times, new TreeMap<>()));
            } else {
                Objects.requireNonNull(counts.get(row.string("key"))).options.put(option, times);
            }
            return option;
        });
        return counts;
    }

    /// One line of the file: who, and the answers by key.
    record Line(String name, String email, long order, Map<String, Object> answers) {}

    /// Everybody's answers to what is not sensitive, for a file; who downloaded it stands in the audit trail.
    List<Line> export(Organiser organiser) {
        return db.transaction(() -> {
            audit.record(
                    organiser.by(),
                    organiser.id(),
                    "exported",
                    new Audit.Subject("list", "answers", "answers.csv"),
                    null,
                    null);
            return db.sql("""
                    select person.name, person.email, ticket_order.number, jsonb_object_agg(question.key, answer.value) as answers
                    from answer
                    join question on question.edition_id = answer.edition_id and question.id = answer.question_id
                        and question.sensitivity <> 'sensitive'
                    join ticket on ticket.edition_id = answer.edition_id and ticket.id = answer.ticket_id
                        and ticket.person_id = answer.person_id and ticket.state = 'valid'
                    join ticket_order on ticket_order.edition_id = ticket.edition_id and ticket_order.id = ticket.order_id
                    join shown_person person on person.id = answer.person_id and not person.protected
                    where answer.edition_id = :edition
                    group by ticket.id, person.name, person.email, ticket_order.number
                    order by ticket_order.number, person.name
                    """)
                    .set("edition", organiser.id())
                    .list(row -> new Line(
                            row.string("name"),
                            Objects.requireNonNullElse(row.stringOrNull("email"), ""),
                            row.number("number"),
                            answers(row.string("answers"))));
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> answers(String json) {
        return (Map<String, Object>) Json.read(json, Map.class);
    }

    /// An answer as people read it: options by their names.
    static String said(Question question, @Nullable Object answer, torg.text.Language language) {
        List<String> parts = new ArrayList<>();
        for (Object one : answer instanceof List<?> several ? several : answer == null ? List.of() : List.of(answer)) {
            String value = String.valueOf(one);
            parts.add(question.option(value)
                    .map(option -> option.label().in(language).value())
                    .orElse(value));
        }
        return String.join(", ", parts);
    }
}
