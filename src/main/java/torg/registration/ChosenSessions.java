package torg.registration;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import torg.edition.Edition;
import torg.registration.ChoiceRules.Fault;
import torg.registration.ChoiceTerms.Block;
import torg.registration.Offering.OfferingId;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Form;

/// The part of a form in which sessions are chosen (`choose.jte`): what it shows, what was sent, what to do about it.
///
/// Each block is a field, `session.BLOCK`; what belongs to no block is a field of its day, `session.free.DAY`. Values
/// are the sessions' codes.
record ChosenSessions(Edition edition, Language language, ChoiceRules rules) {

    /// @param heading empty where the time is not known
    record Day(String heading, List<Group> groups) {}

    /// @param one  at most one of them
    /// @param none choosing nothing is possible
    record Group(
            String field,
            Text.@Nullable Said legend,
            @Nullable String hint,
            boolean one,
            boolean none,
            List<Choice> choices) {}

    /// @param state a word beside the title, or the empty string
    /// @param fixed it stays chosen: required of everybody, or begun
    record Choice(String code, Text.Said title, String about, String state, boolean fixed, boolean gone) {}

    List<Day> days() {
        Map<String, Map<String, List<Offering>>> days = new LinkedHashMap<>();
        Map<String, String> firstDay = new LinkedHashMap<>();
        for (Offering offering : rules.choosing().offerings()) {
            boolean held = rules.held().contains(offering.id());
            if (offering.withdrawnAt() != null
                    || !rules.admits(offering)
                    || (offering.hasBegun(rules.now()) && !held)) {
                continue;
            }
            LocalDate date = rules.day(offering);
            String field = field(offering);
            String day = firstDay.computeIfAbsent(
                    field, name -> date == null ? "" : heading(Dates.dayOfYear(date, language)));
            days.computeIfAbsent(day, name -> new LinkedHashMap<>())
                    .computeIfAbsent(field, name -> new ArrayList<>())
                    .add(offering);
        }
        List<Day> all = new ArrayList<>();
        days.forEach((day, fields) -> all.add(new Day(
                day,
                fields.entrySet().stream()
                        .map(entry -> group(entry.getKey(), entry.getValue()))
                        .toList())));
        return all;
    }

    private String heading(String day) {
        return day.substring(0, 1).toUpperCase(language.locale()) + day.substring(1);
    }

    private String field(Offering offering) {
        LocalDate date = rules.day(offering);
        return offering.block() != null
                ? "session." + offering.block()
                : "session.free." + (date == null ? "later" : date);
    }

    private Group group(String field, List<Offering> offerings) {
        Words words = words();
        List<Choice> choices =
                offerings.stream().map(offering -> choice(offering, words)).toList();
        Block block =
                rules.choosing().terms().block(offerings.getFirst().block()).orElse(null);
        if (block == null) {
            return new Group(field, null, null, false, true, choices);
        }
        String hint = block.max() == 1
                ? null
                : block.min() == 0
                        ? words.say("choose.atMost", block.max())
                        : block.min() == block.max()
                                ? words.say("choose.exactly", block.max())
                                : words.say("choose.between", block.min(), block.max());
        return new Group(
                field,
                block.name().in(language),
                hint,
                block.max() == 1,
                block.min() == 0 && choices.stream().noneMatch(Choice::fixed),
                choices);
    }

    private Choice choice(Offering offering, Words words) {
        boolean held = rules.held().contains(offering.id());
        boolean begun = offering.hasBegun(rules.now());
        boolean gone = !held && offering.left() == 0;
        boolean fixed = begun || (offering.required() && !gone);
        String state = fixed
                ? words.say(begun ? "choose.begun" : "choose.required")
                : held
                        ? ""
                        : switch (offering.places()) {
                            case ENOUGH -> "";
                            case FEW -> words.say("choose.few");
                            case NONE -> words.say("choose.none");
                        };
        return new Choice(offering.code(), offering.title().in(language), about(offering), state, fixed, gone);
    }

    /// "10:15–11:00, Bron".
    private String about(Offering offering) {
        String where = edition.room(offering.room())
                .map(room -> room.name().in(language).value())
                .orElse("");
        String when = time(offering);
        return when + (when.isEmpty() || where.isEmpty() ? "" : ", ") + where;
    }

    private String time(Offering offering) {
        return time(edition, offering);
    }

    static String time(Edition edition, Offering offering) {
        Instant starts = offering.starts();
        Instant ends = offering.ends();
        return starts == null || ends == null
                ? ""
                : Dates.clock(starts.atZone(edition.timeZone()).toLocalTime()) + "–"
                        + Dates.clock(ends.atZone(edition.timeZone()).toLocalTime());
    }

    /// The form as it stands before anybody changes it.
    ///
    /// @param more other fields and their values
    Form.State filled(Map<String, String> more) {
        Map<String, List<String>> held = new LinkedHashMap<>();
        more.forEach((name, value) -> held.put(name, List.of(value)));
        for (Offering offering : rules.choosing().offerings()) {
            if (rules.held().contains(offering.id())) {
                held.computeIfAbsent(field(offering), name -> new ArrayList<>()).add(offering.code());
            }
        }
        Map<String, String[]> values = new LinkedHashMap<>();
        held.forEach((name, codes) -> values.put(name, codes.toArray(String[]::new)));
        return Form.read(words(), "choose", values).state();
    }

    /// What was sent; ask for it once the whole form is known to be right.
    Supplier<Set<OfferingId>> from(Form form) {
        Map<String, Map<String, OfferingId>> fields = new LinkedHashMap<>();
        for (Offering offering : rules.choosing().offerings()) {
            fields.computeIfAbsent(field(offering), name -> new LinkedHashMap<>())
                    .put(offering.code(), offering.id());
        }
        List<Form.Given<List<OfferingId>>> given = new ArrayList<>();
        fields.forEach((name, options) -> given.add(form.choices(name, options)));
        return () -> {
            Set<OfferingId> wanted = new LinkedHashSet<>();
            given.stream().map(Form.Given::get).forEach(wanted::addAll);
            return wanted;
        };
    }

    /// The form with a sentence at each field that something is wrong with.
    Form.State refused(Form.State form, Collection<Fault> faults) {
        Words words = words();
        Form.State refused = form;
        for (Fault fault : faults) {
            refused = switch (fault) {
                case Fault.Full(Offering full) ->
                    refused.refused(field(full), words.say("choose.fault.full", title(full)));
                case Fault.Gone(Offering gone) ->
                    refused.refused(field(gone), words.say("choose.fault.gone", title(gone)));
                case Fault.NotAdmitted(Offering offering, LocalDate day) ->
                    refused.refused(
                            field(offering),
                            words.say("choose.fault.notAdmitted", title(offering), Dates.dayOfYear(day, language)));
                case Fault.Missing(Offering missing) ->
                    refused.refused(field(missing), words.say("choose.fault.missing", title(missing)));
                case Fault.Overlap(Offering first, Offering second, int minutes) ->
                    refused.refused(
                            field(second),
                            minutes == 0
                                    ? words.say("choose.fault.overlap", named(first), named(second))
                                    : words.say("choose.fault.changeover", named(first), named(second), minutes));
                case Fault.TooMany(Block block) ->
                    refused.refused(
                            "session." + block.key(),
                            words.say(
                                    "choose.fault.tooMany",
                                    block.name().in(language).value(),
                                    block.max()));
                case Fault.TooFew(Block block, int least) ->
                    refused.refused(
                            "session." + block.key(),
                            words.say(
                                    "choose.fault.tooFew",
                                    block.name().in(language).value(),
                                    least));
            };
        }
        return refused;
    }

    private String title(Offering offering) {
        return offering.title().in(language).value();
    }

    private String named(Offering offering) {
        return words().say("choose.named", title(offering), about(offering));
    }

    private Words words() {
        return Words.of(ChosenSessions.class, language);
    }
}
