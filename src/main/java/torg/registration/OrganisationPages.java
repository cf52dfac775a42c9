package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.people.Duplicates;
import torg.people.Duplicates.Merged;
import torg.people.Duplicates.Pair;
import torg.people.EInvoiceAddress;
import torg.people.Gln;
import torg.people.OrganisationNumber;
import torg.people.Organisations;
import torg.people.Organisations.Corrected;
import torg.people.Organisations.Known;
import torg.people.ReferencePattern;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Page;
import torg.web.Pager;
import torg.web.Sort;
import torg.web.View;

/// The organisations that invoices go to, at the desk: the list, one of them, and what is known twice. They belong to
/// the whole installation; what an edition says of its own is edited with the edition.
@Controller
class OrganisationPages {
    private static final int PAIRS = 50;
    private static final int FOUND = 10;
    private static final String LIST = "/desk/organisations";
    private static final String DUPLICATES = "/desk/organisations/duplicates";
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Organisations organisations;
    private final Duplicates duplicates;
    private final Frames frames;

    OrganisationPages(Organisations organisations, Duplicates duplicates, Frames frames) {
        this.organisations = organisations;
        this.duplicates = duplicates;
        this.frames = frames;
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(OrganisationPages.class, DeskLanguage.of(request, organiser.edition()));
    }

    private Page page(Organiser organiser, Words words, String title, String path) {
        Page page = frames.desk(organiser, words.language(), title, path);
        return path.equals(LIST) ? page : page.below(new Link(page.href(LIST), words.say("organisations.title")));
    }

    @GetMapping("/{edition}/desk/organisations")
    Answer list(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "1") String page) {
        Words words = words(organiser, request);
        Page framed = page(organiser, words, words.say("organisations.title"), LIST);
        String search = search(q);
        int number = page.matches("[1-9]\\d{0,5}") ? Integer.parseInt(page) : 1;
        String by = Organisations.COLUMNS.containsKey(sort.replaceFirst("^-", "")) ? sort : "name";
        Organisations.Listed listed = organisations.list(search, words.language(), by, number);
        String address =
                framed.href(LIST) + (search.isEmpty() ? "" : "?q=" + URLEncoder.encode(search, StandardCharsets.UTF_8));
        int last = (int) Math.max(1, (listed.total() + Organisations.SIZE - 1) / Organisations.SIZE);
        String sorted = address + (address.contains("?") ? "&" : "?") + "sort=" + by;
        return Answer.page((out, forms) -> JteorganisationsGenerated.render(
                out, forms, framed, words, listed, search, new Sort(by, address), new Pager(number, last, sorted)));
    }

    private static String search(String q) {
        return q.strip().substring(0, Math.min(q.strip().length(), 100));
    }

    @GetMapping("/{edition}/desk/organisations.csv")
    Answer csv(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        StringBuilder out = new StringBuilder("\ufeff");
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(';').get();
        try (CSVPrinter csv = new CSVPrinter(out, format)) {
            csv.printRecord(List.of(
                    words.say("organisation.name.label"),
                    words.say("organisation.number.label"),
                    words.say("organisation.country.label"),
                    words.say("organisation.gln.label"),
                    words.say("organisation.eInvoice.label"),
                    words.say("organisation.pattern.label"),
                    words.say("organisations.state")));
            for (Known known : organisations.export()) {
                csv.printRecord(List.of(
                        DeskPages.cell(known.name().in(words.language()).value()),
                        orEmpty(known.number()),
                        known.country(),
                        orEmpty(known.gln()),
                        orEmpty(known.eInvoice()),
                        DeskPages.cell(orEmpty(known.referencePattern())),
                        words.say(state(known))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.download(
                "organisations.csv", "text/csv;charset=utf-8", out.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String state(Known known) {
        return known.confirmed() ? "organisations.confirmed" : "organisations.typed";
    }

    @GetMapping("/{edition}/desk/organisations/{id}")
    Answer one(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Words words = words(organiser, request);
        Known known = find(id);
        if (!known.id().toString().equals(id)) {
            return Answer.seeOther(address(organiser, words, known.id(), "merged"));
        }
        Notice notice = null;
        for (String said : List.of("saved", "merged", "undone")) {
            if (request.getParameter(said) != null) {
                notice = Notice.done(words.say("organisation." + said));
            }
        }
        Form.State form = Form.filled(words, "organisation", filled(organiser, known));
        return Answer.page(view(organiser, words, known, form, notice));
    }

    private static Map<String, String> filled(Organiser organiser, Known known) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Language language : organiser.edition().languages()) {
            values.put("name." + language, known.name().exactly(language));
            values.put("hint." + language, known.referenceHint().exactly(language));
        }
        values.put("number", orEmpty(known.number()));
        values.put("country", known.country());
        values.put("gln", orEmpty(known.gln()));
        values.put("eInvoice", orEmpty(known.eInvoice()));
        values.put("pattern", orEmpty(known.referencePattern()));
        values.put("url", orEmpty(known.url()));
        values.put("version", String.valueOf(known.version()));
        return values;
    }

    private static String orEmpty(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    private View view(Organiser organiser, Words words, Known known, Form.State form, @Nullable Notice notice) {
        Page page = page(organiser, words, known.name().in(words.language()).value(), LIST + "/" + known.id())
                .notice(notice);
        List<Duplicates.Merge> merges = duplicates.merges(known.id());
        return (out, forms) ->
                JteorganisationGenerated.render(out, forms, page, words, organiser.edition(), known, form, merges);
    }

    @PostMapping("/{edition}/desk/organisations/{id}")
    Answer correct(Organiser organiser, HttpServletRequest request, @PathVariable String id) {
        Words words = words(organiser, request);
        Known known = find(id);
        if (!known.id().toString().equals(id)) {
            return Answer.conflict(view(
                    organiser,
                    words,
                    known,
                    Form.filled(words, "organisation", filled(organiser, known)),
                    Notice.careful(words.say("organisation.mergedMeanwhile"))));
        }
        Form form = Form.read(words, "organisation", request.getParameterMap());
        var changed = changed(organiser, form, known);
        return switch (form.then(() -> organisations.correct(organiser.by(), organiser.id(), changed.get()))) {
            case Form.Invalid<Corrected>(Form.State state) ->
                Answer.invalid(view(organiser, words, known, state, null));
            case Form.Valid<Corrected>(Corrected.Done done) ->
                Answer.seeOther(address(organiser, words, known.id(), "saved"));
            case Form.Valid<Corrected>(Corrected.NumberTaken taken) ->
                Answer.conflict(view(
                        organiser,
                        words,
                        known,
                        form.state().refused("number", words.say("organisation.number.taken")),
                        null));
            case Form.Valid<Corrected>(Corrected.Conflict conflict) -> {
                Map<String, String> typed = filled(organiser, known); // with the version that holds now
                typed.replaceAll((name, now) ->
                        name.equals("version") ? now : form.state().value(name));
                yield Answer.conflict(view(
                        organiser,
                        words,
                        known,
                        Form.filled(words, "organisation", typed),
                        Notice.careful(words.say("organisation.conflict"))));
            }
        };
    }

    private static Supplier<Known> changed(Organiser organiser, Form form, Known known) {
        List<Language> languages = organiser.edition().languages();
        var name = form.text("name", languages, 200);
        String number = read(form, "number", OrganisationNumber::normal, OrganisationNumber::fault, typed -> typed);
        form.required("country", 2);
        String code = form.state().value("country").strip().toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(code)) {
            form.refuse("country", "organisation.country.wrong");
        }
        String gln = read(form, "gln", Gln::normal, Gln::fault, typed -> typed);
        EInvoiceAddress eInvoice =
                read(form, "eInvoice", EInvoiceAddress::normal, EInvoiceAddress::fault, EInvoiceAddress::of);
        var pattern = form.optional("pattern", ReferencePattern.MAX_LENGTH);
        var hint = form.optionalText("hint", languages, 200);
        var url = form.optionalWebAddress("url");
        String version = form.state().value("version");
        return () -> new Known(
                known.id(),
                inLanguages(known.name(), name.get(), languages),
                code,
                number,
                gln,
                eInvoice,
                pattern.get() == null ? null : new ReferencePattern(pattern.get()),
                inLanguages(known.referenceHint(), hint.get(), languages),
                url.get(),
                true,
                null,
                version.matches("\\d{1,9}") ? Integer.parseInt(version) : -1);
    }

    /// What was typed, or null with the field refused, for the reason that the type gives.
    private static <T> @Nullable T read(
            Form form,
            String name,
            UnaryOperator<String> normal,
            Function<String, @Nullable Enum<?>> fault,
            Function<String, T> make) {
        String typed = normal.apply(form.state().value(name));
        if (typed.isBlank()) {
            return null;
        }
        Enum<?> wrong = fault.apply(typed);
        if (wrong != null) {
            form.refuse(name, "organisation." + name + "." + Db.written(wrong));
            return null;
        }
        return make.apply(typed);
    }

    /// The edition's languages as they were typed, the others as they were.
    private static Text inLanguages(Text before, Text typed, List<Language> languages) {
        Text text = before;
        for (Language language : languages) {
            text = text.with(language, typed.exactly(language));
        }
        return text;
    }

    private String address(Organiser organiser, Words words, UUID id, String said) {
        return frames.desk(organiser, words.language(), "", LIST).href(LIST + "/" + id) + "?" + said;
    }

    /// Pairs that may be the same; or one organisation beside those that an organiser looked for.
    @GetMapping("/{edition}/desk/organisations/duplicates")
    Answer duplicates(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String of,
            @RequestParam(defaultValue = "") String q) {
        Words words = words(organiser, request);
        if (of.isEmpty()) {
            return Answer.page(pairs(organiser, words, duplicates.find(PAIRS), "duplicates.empty", null));
        }
        Known one = find(of);
        List<Pair> pairs = search(q).isEmpty()
                ? List.of()
                : organisations.list(search(q), words.language(), "name", 1).organisations().stream()
                        .filter(other -> !other.id().equals(one.id()))
                        .limit(FOUND)
                        .map(other -> new Pair(one, other, Duplicates.Why.SEARCHED))
                        .toList();
        return Answer.page(pairs(organiser, words, pairs, "duplicates.nobody", null));
    }

    private View pairs(Organiser organiser, Words words, List<Pair> pairs, String empty, @Nullable Notice notice) {
        Page page = page(organiser, words, words.say("duplicates.title"), DUPLICATES)
                .notice(notice);
        return (out, forms) -> JteduplicatesGenerated.render(out, forms, page, words, pairs, words.say(empty));
    }

    @PostMapping("/{edition}/desk/organisations/merges")
    Answer merge(
            Organiser organiser,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String into) {
        Words words = words(organiser, request);
        UUID kept = id(into);
        return switch (duplicates.merge(organiser.by(), organiser.id(), id(from), kept)) {
            case Merged.Done done -> Answer.seeOther(address(organiser, words, kept, "merged"));
            case Merged other ->
                Answer.conflict(pairs(
                        organiser,
                        words,
                        duplicates.find(PAIRS),
                        "duplicates.empty",
                        Notice.careful(words.say(refusal(other)))));
        };
    }

    /// @param into where one came from
    @PostMapping("/{edition}/desk/organisations/{into}/merges/{merge}/undoing")
    Answer undo(
            Organiser organiser, HttpServletRequest request, @PathVariable String into, @PathVariable String merge) {
        Words words = words(organiser, request);
        Known known = find(into);
        return switch (duplicates.undo(organiser.by(), organiser.id(), id(merge))) {
            case Merged.Done done -> Answer.seeOther(address(organiser, words, known.id(), "undone"));
            case Merged other ->
                Answer.conflict(view(
                        organiser,
                        words,
                        known,
                        Form.filled(words, "organisation", filled(organiser, known)),
                        Notice.careful(words.say(refusal(other)))));
        };
    }

    private static String refusal(Merged merged) {
        return switch (merged) {
            case Merged.NumberTaken taken -> "duplicates.numberTaken";
            case Merged.Same same -> "duplicates.same";
            case Merged.Done done -> "organisation.merged";
            case Merged.Gone gone -> "duplicates.gone";
        };
    }

    private Known find(String id) {
        return organisations.find(id(id)).orElseThrow(() -> new NotFound("organisation " + id));
    }

    private static UUID id(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("organisation " + id);
        }
    }

    @Component
    @Order(25)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return LIST;
        }

        @Override
        public String label() {
            return "organisations.title";
        }
    }
}
