package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.access.Account;
import torg.access.Account.AccountId;
import torg.access.Accounts;
import torg.edition.Edition.Day;
import torg.edition.Edition.DayKind;
import torg.edition.Edition.Organisation;
import torg.edition.Edition.Privacy;
import torg.edition.Edition.Room;
import torg.edition.Edition.SitePage;
import torg.edition.Edition.Venue;
import torg.people.OrganisationNumber;
import torg.store.Db;
import torg.text.Language;
import torg.text.Text;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Notice;
import torg.web.Option;
import torg.web.Page;

/// Editing the draft of an edition at the desk: facts, days, rooms, organisations, pages, and who has which role.
@Controller
class EditPages {
    private static final int NAME = Fields.NAME;
    private static final int SUMMARY = Fields.SUMMARY;
    private static final int BODY = Fields.BODY;

    private final Drafts drafts;
    /// Roles that somebody else gives: two people know who reads what is most private.
    private static final Set<String> PRIVATE = Set.of(Db.written(Role.CARE), Db.written(Role.PROTECTION));

    private final Roles roles;
    private final Accounts accounts;
    private final Frames frames;

    EditPages(Drafts drafts, Roles roles, Accounts accounts, Frames frames) {
        this.drafts = drafts;
        this.roles = roles;
        this.accounts = accounts;
        this.frames = frames;
    }

    /// What all these pages need.
    private record Desk(Organiser organiser, Language language, Words words, HttpServletRequest request) {
        String href(String path) {
            Edition edition = organiser.edition();
            return edition.address(language, path);
        }
    }

    private Desk desk(Organiser organiser, HttpServletRequest request) {
        Language language = DeskLanguage.of(request, organiser.edition());
        return new Desk(organiser, language, Words.of(EditPages.class, language), request);
    }

    private Page page(Desk desk, String title, String path) {
        Page page = frames.desk(desk.organiser, desk.language, title, path);
        if (!path.equals("/desk/edition")) {
            page = page.below(new Link(page.href("/desk/edition"), desk.words.say("edit.title")));
        }
        for (String said : List.of("saved", "removed", "needed", "meanwhile")) {
            if (desk.request.getParameter(said) != null) {
                String sentence = desk.words.say("edit." + said);
                return page.notice(
                        said.equals("saved") || said.equals("removed")
                                ? Notice.done(sentence)
                                : Notice.careful(sentence));
            }
        }
        return page;
    }

    @GetMapping("/{edition}/desk/edition")
    Answer overview(Organiser organiser, HttpServletRequest request) {
        Desk desk = desk(organiser, request);
        Page page = page(desk, desk.words.say("edit.title"), "/desk/edition");
        List<Roles.Holder> holders = roles.holders(organiser.id());
        Form.State role = Form.blank(desk.words, "role");
        return Answer.page((out, forms) -> JteeditGenerated.render(
                out,
                forms,
                page,
                desk.words,
                organiser.edition(),
                holders,
                role,
                roleOptions(desk.words),
                hosts(organiser, desk)));
    }

    private static List<Option> roleOptions(Words words) {
        return List.of(Role.values()).stream()
                .map(role -> new Option(Db.written(role), words.say("role." + Db.written(role))))
                .toList();
    }

    private static List<Option> hosts(Organiser organiser, Desk desk) {
        List<Option> options = new ArrayList<>(List.of(new Option("", desk.words.say("edit.host.none"))));
        organiser
                .edition()
                .organisations()
                .forEach(one -> options.add(
                        new Option(one.key(), one.name().in(desk.language).value())));
        return options;
    }

    @GetMapping("/{edition}/desk/edition/facts")
    Answer facts(Organiser organiser, HttpServletRequest request) {
        Desk desk = desk(organiser, request);
        Edition e = organiser.edition();
        Map<String, String> known = new LinkedHashMap<>();
        texts(known, "name", e.name(), e);
        texts(known, "theme", e.theme(), e);
        texts(known, "summary", e.summary(), e);
        texts(known, "venue", e.venue().name(), e);
        known.put("brand", e.brand());
        known.put("hashtag", orEmpty(e.hashtag()));
        known.put("address", orEmpty(e.venue().address()));
        known.put("postcode", orEmpty(e.venue().postcode()));
        known.put("city", orEmpty(e.venue().city()));
        known.put("officer", orEmpty(e.privacy().officerEmail()));
        known.put("retention", String.valueOf(e.privacy().retentionDays()));
        return show(desk, "facts", known, "/desk/edition/facts", false);
    }

    @PostMapping("/{edition}/desk/edition/facts")
    Answer saveFacts(Organiser organiser, HttpServletRequest request) {
        Desk desk = desk(organiser, request);
        List<Language> languages = organiser.edition().languages();
        Form form = Form.read(desk.words, "facts", request.getParameterMap());
        var name = form.text("name", languages, NAME);
        var theme = form.optionalText("theme", languages, NAME);
        var summary = form.optionalText("summary", languages, SUMMARY);
        var venue = form.optionalText("venue", languages, NAME);
        var brand = form.required("brand", 7);
        if (!form.state().value("brand").matches("#[0-9a-fA-F]{6}")) {
            form.refuse("brand", "facts.brand.wrong");
        }
        var hashtag = form.optional("hashtag", 60);
        var address = form.optional("address", NAME);
        var postcode = form.optional("postcode", 20);
        var city = form.optional("city", NAME);
        var officer = form.optionalEmail("officer");
        var retention = form.whole("retention", 0, 36_500);
        return save(desk, form, "facts", "/desk/edition/facts", () -> e -> {
            Venue v = e.venue();
            Privacy p = e.privacy();
            String tag = hashtag.get();
            return new Edition(
                    e.slug(),
                    e.conference(),
                    name.get(),
                    theme.get(),
                    summary.get(),
                    e.languages(),
                    e.timeZone(),
                    brand.get().toLowerCase(java.util.Locale.ROOT),
                    tag == null ? null : tag.replaceFirst("^#", ""),
                    e.example(),
                    new Venue(
                            venue.get(),
                            address.get(),
                            postcode.get(),
                            city.get(),
                            v.country(),
                            v.latitude(),
                            v.longitude(),
                            v.url()),
                    e.days(),
                    e.organisations(),
                    e.organisers(),
                    e.partners(),
                    e.hosts(),
                    e.rooms(),
                    e.contacts(),
                    new Privacy(p.controllers(), officer.get(), p.legalBasis(), retention.get(), p.recipients()),
                    e.pages());
        });
    }

    @GetMapping("/{edition}/desk/edition/pages/{key}")
    Answer sitePage(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Edition e = organiser.edition();
        Map<String, String> known = new LinkedHashMap<>();
        if (!key.equals("new")) {
            SitePage page = e.page(key).orElseThrow(() -> new NotFound("page " + key));
            known.put("key", key);
            texts(known, "title", page.title(), e);
            texts(known, "body", page.body(), e);
        }
        return show(desk, "page", known, "/desk/edition/pages/" + key, key.equals("new"));
    }

    @PostMapping("/{edition}/desk/edition/pages/{key}")
    Answer savePage(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Form form = Form.read(desk.words, "page", request.getParameterMap());
        List<Language> languages = organiser.edition().languages();
        String own = key(
                form,
                key,
                organiser.edition().pages().stream().map(SitePage::key).toList());
        var title = form.text("title", languages, NAME);
        var body = form.text("body", languages, BODY);
        return save(desk, form, "page", "/desk/edition/pages/" + key, () -> {
            SitePage page = new SitePage(own, title.get(), body.get());
            return e -> Drafts.withPage(e, page);
        });
    }

    @GetMapping("/{edition}/desk/edition/rooms/{key}")
    Answer room(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Edition e = organiser.edition();
        Map<String, String> known = new LinkedHashMap<>();
        if (!key.equals("new")) {
            Room room = e.room(key).orElseThrow(() -> new NotFound("room " + key));
            known.put("key", key);
            texts(known, "name", room.name(), e);
            texts(known, "floor", room.floor(), e);
            known.put("capacity", room.capacity() == null ? "" : String.valueOf(room.capacity()));
        }
        return show(desk, "room", known, "/desk/edition/rooms/" + key, key.equals("new"));
    }

    @PostMapping("/{edition}/desk/edition/rooms/{key}")
    Answer saveRoom(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Form form = Form.read(desk.words, "room", request.getParameterMap());
        List<Language> languages = organiser.edition().languages();
        String own = key(
                form, key, organiser.edition().rooms().stream().map(Room::key).toList());
        var name = form.text("name", languages, NAME);
        var floor = form.optionalText("floor", languages, NAME);
        var capacity = form.optionalWhole("capacity", 1, 1_000_000);
        return save(
                desk,
                form,
                "room",
                "/desk/edition/rooms/" + key,
                () -> e -> Drafts.withRoom(
                        e,
                        new Room(
                                own,
                                name.get(),
                                floor.get(),
                                capacity.get(),
                                e.room(own).map(Room::features).orElse(List.of()))));
    }

    @GetMapping("/{edition}/desk/edition/days/{date}")
    Answer day(Organiser organiser, HttpServletRequest request, @PathVariable String date) {
        Desk desk = desk(organiser, request);
        Edition e = organiser.edition();
        Map<String, String> known = new LinkedHashMap<>();
        known.put("kind", "conference");
        if (!date.equals("new")) {
            Day day = e.days().stream()
                    .filter(one -> one.date().toString().equals(date))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("day " + date));
            known.put("date", date);
            known.put("kind", day.kind().written());
            texts(known, "name", day.name(), e);
        }
        return show(desk, "day", known, "/desk/edition/days/" + date, date.equals("new"));
    }

    @PostMapping("/{edition}/desk/edition/days/{old}")
    Answer saveDay(Organiser organiser, HttpServletRequest request, @PathVariable String old) {
        Desk desk = desk(organiser, request);
        Form form = Form.read(desk.words, "day", request.getParameterMap());
        var name = form.optionalText("name", organiser.edition().languages(), NAME);
        var kind = form.choice("kind", Map.of("network", DayKind.NETWORK, "conference", DayKind.CONFERENCE));
        var date = old.equals("new") ? form.date("date") : null;
        return save(desk, form, "day", "/desk/edition/days/" + old, () -> {
            LocalDate on = date == null ? LocalDate.parse(old) : date.get();
            return e -> Drafts.withDay(e, new Day(on, kind.get(), name.get()));
        });
    }

    @GetMapping("/{edition}/desk/edition/organisations/{key}")
    Answer organisation(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Edition e = organiser.edition();
        Map<String, String> known = new LinkedHashMap<>();
        known.put("part", "known");
        if (!key.equals("new")) {
            Organisation organisation = e.organisation(key).orElseThrow(() -> new NotFound("organisation " + key));
            known.put("key", key);
            texts(known, "name", organisation.name(), e);
            known.put("number", orEmpty(organisation.number()));
            known.put("url", orEmpty(organisation.url()));
            known.put("part", SiteStream.part(e, key));
        }
        return show(desk, "organisation", known, "/desk/edition/organisations/" + key, key.equals("new"));
    }

    @PostMapping("/{edition}/desk/edition/organisations/{key}")
    Answer saveOrganisation(Organiser organiser, HttpServletRequest request, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        Form form = Form.read(desk.words, "organisation", request.getParameterMap());
        String own = key(
                form,
                key,
                organiser.edition().organisations().stream()
                        .map(Organisation::key)
                        .toList());
        var name = form.text("name", organiser.edition().languages(), NAME);
        String number = OrganisationNumber.normal(form.state().value("number"));
        OrganisationNumber.Fault fault = number.isEmpty() ? null : OrganisationNumber.fault(number);
        if (fault != null) {
            form.refuse(
                    "number",
                    fault == OrganisationNumber.Fault.PERSONAL
                            ? "organisation.number.personal"
                            : "organisation.number.wrong");
        }
        var url = form.optionalWebAddress("url");
        var part = form.choice(
                "part", Map.of("organiser", "organiser", "partner", "partner", "host", "host", "known", "known"));
        return save(desk, form, "organisation", "/desk/edition/organisations/" + key, () -> e -> {
            Optional<Organisation> before = e.organisation(own);
            return Drafts.withOrganisation(
                    e,
                    new Organisation(
                            own,
                            name.get(),
                            number.isEmpty() ? null : number,
                            url.get(),
                            before.map(Organisation::gln).orElse(null),
                            before.map(Organisation::eInvoice).orElse(null)),
                    part.get());
        });
    }

    @PostMapping("/{edition}/desk/edition/roles")
    Answer grant(Organiser organiser, HttpServletRequest request) {
        Desk desk = desk(organiser, request);
        Form form = Form.read(desk.words, "role", request.getParameterMap());
        var email = form.email("email");
        var name = form.required("name", 120);
        Map<String, Role> options = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            options.put(Db.written(role), role);
        }
        var role = form.choice("role", options);
        var host = form.optional("host", 60);
        if (form.state().value("role").equals(Db.written(Role.HOST_EDITOR))
                && organiser
                        .edition()
                        .organisation(form.state().value("host").strip())
                        .isEmpty()) {
            form.refuse("host", "edit.host.missing");
        }
        if (PRIVATE.contains(form.state().value("role"))
                && form.state()
                        .value("email")
                        .strip()
                        .equalsIgnoreCase(organiser.account().email())) {
            form.refuse("email", "edit.role.own");
        }
        return switch (form.then(() -> {
            Account account = accounts.known(email.get(), name.get(), desk.language, false);
            roles.grant(
                    organiser.by(),
                    organiser.id(),
                    account,
                    role.get(),
                    role.get() == Role.HOST_EDITOR ? host.get() : null);
            return account;
        })) {
            case Form.Valid<Account> done -> Answer.seeOther(desk.href("/desk/edition?saved"));
            case Form.Invalid<Account>(Form.State state) -> {
                Page page = page(desk, desk.words.say("edit.title"), "/desk/edition");
                List<Roles.Holder> holders = roles.holders(organiser.id());
                yield Answer.invalid((out, forms) -> JteeditGenerated.render(
                        out,
                        forms,
                        page,
                        desk.words,
                        organiser.edition(),
                        holders,
                        state,
                        roleOptions(desk.words),
                        hosts(organiser, desk)));
            }
        };
    }

    @PostMapping("/{edition}/desk/edition/roles/{account}/{role}/revocation")
    Answer revoke(
            Organiser organiser,
            HttpServletRequest request,
            @PathVariable UUID account,
            @PathVariable String role,
            @RequestParam(required = false) @Nullable String host) {
        Role which = List.of(Role.values()).stream()
                .filter(one -> Db.written(one).equals(role))
                .findFirst()
                .orElseThrow(() -> new NotFound("role " + role));
        roles.revoke(organiser.by(), organiser.id(), new AccountId(account), which, host);
        return Answer.seeOther(desk(organiser, request).href("/desk/edition?saved"));
    }

    /// The key of what is edited; of something new the one that was typed.
    private static String key(Form form, String inAddress, List<String> taken) {
        if (!inAddress.equals("new")) {
            if (!taken.contains(inAddress)) {
                throw new NotFound(inAddress);
            }
            return inAddress;
        }
        String typed = form.state().value("key").strip();
        if (!typed.matches("[a-z0-9][a-z0-9-]{0,59}") || typed.equals("new")) {
            form.refuse("key", "edit.key.wrong");
        } else if (taken.contains(typed)) {
            form.refuse("key", "edit.key.taken");
        }
        return typed;
    }

    private Answer show(Desk desk, String topic, Map<String, String> known, String path, boolean added) {
        known.put("version", String.valueOf(desk.organiser.version()));
        return Answer.page(view(desk, topic, Form.filled(desk.words, topic, known), path, added, null));
    }

    private torg.web.View view(
            Desk desk, String topic, Form.State form, String path, boolean added, @Nullable Notice notice) {
        Page page = page(desk, desk.words.say("edit." + topic), path);
        Page shown = notice == null ? page : page.notice(notice);
        return (out, forms) -> JteeditOneGenerated.render(
                out,
                forms,
                shown,
                desk.words,
                form,
                topic,
                desk.href(path),
                desk.organiser.edition().languages(),
                added);
    }

    /// Takes a room, a page, a day or an organisation out of the draft.
    @PostMapping("/{edition}/desk/edition/{things}/{key}/removal")
    Answer remove(
            Organiser organiser, HttpServletRequest request, @PathVariable String things, @PathVariable String key) {
        Desk desk = desk(organiser, request);
        UnaryOperator<Edition> removal = switch (things) {
            case "rooms" -> e -> Drafts.withoutRoom(e, key);
            case "pages" -> e -> Drafts.withoutPage(e, key);
            case "days" -> e -> Drafts.withoutDay(e, key);
            case "organisations" -> e -> Drafts.withoutOrganisation(e, key);
            default -> throw new NotFound(things);
        };
        if (removal.apply(organiser.edition()).equals(organiser.edition())) {
            throw new NotFound(things + " " + key);
        }
        try {
            drafts.remove(organiser, version(request), removal);
            return Answer.seeOther(desk.href("/desk/edition?removed"));
        } catch (Drafts.StillNeeded e) {
            return Answer.seeOther(desk.href("/desk/edition?needed"));
        } catch (Drafts.ChangedMeanwhile e) {
            return Answer.seeOther(desk.href("/desk/edition?meanwhile"));
        }
    }

    private static long version(HttpServletRequest request) {
        String version = Objects.requireNonNullElse(request.getParameter("version"), "");
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : -1;
    }

    private interface Made {
        UnaryOperator<Edition> change();
    }

    private Answer save(Desk desk, Form form, String topic, String path, Made made) {
        boolean added = path.endsWith("/new");
        try {
            return switch (form.then(() -> {
                drafts.change(desk.organiser, version(desk.request), made.change());
                return true;
            })) {
                case Form.Valid<Boolean> done -> Answer.seeOther(desk.href("/desk/edition?saved"));
                case Form.Invalid<Boolean>(Form.State state) ->
                    Answer.invalid(view(desk, topic, state, path, added, null));
            };
        } catch (Drafts.ChangedMeanwhile e) {
            Map<String, String> typed = new LinkedHashMap<>();
            desk.request
                    .getParameterMap()
                    .forEach((name, values) -> typed.put(name, values.length == 0 ? "" : values[0]));
            typed.put("version", String.valueOf(desk.organiser.version()));
            return Answer.conflict(view(
                    desk,
                    topic,
                    Form.filled(desk.words, topic, typed),
                    path,
                    added,
                    Notice.careful(desk.words.say("edit.conflict"))));
        }
    }

    private static void texts(Map<String, String> known, String name, Text text, Edition edition) {
        edition.languages().forEach(language -> known.put(name + "." + language, text.exactly(language)));
    }

    private static String orEmpty(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    @Component
    @Order(80)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/edition";
        }

        @Override
        public String label() {
            return "edit.title";
        }
    }
}
