package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Organiser;
import torg.edition.Release;
import torg.edition.Releases;
import torg.edition.Role;
import torg.registration.Guests.Guest;
import torg.registration.PeopleList.Columns;
import torg.registration.TicketShop.Audience;
import torg.registration.TicketShop.TicketType;
import torg.store.Db;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.Option;
import torg.web.Page;

/// Free places for a role and for people by name: looked at first, then sent.
@Controller
class GuestPages {
    private static final int MAX_LIST = 500;

    private final Guests guests;
    private final TicketStream tickets;
    private final Releases releases;
    private final Frames frames;

    GuestPages(Guests guests, TicketStream tickets, Releases releases, Frames frames) {
        this.guests = guests;
        this.tickets = tickets;
        this.releases = releases;
        this.frames = frames;
    }

    /// @param before whether this address has got such a place already
    record Listed(Guest guest, boolean before) {}

    @GetMapping("/{edition}/desk/codes/guests")
    Answer form(Organiser organiser, HttpServletRequest request) {
        Map<String, String> first = new LinkedHashMap<>();
        types(organiser).values().stream()
                .filter(type -> type.audience().kind() == Audience.Kind.ROLE)
                .findFirst()
                .ifPresent(type -> first.put("type", type.key()));
        return Answer.page(view(organiser, request, Form.filled(words(organiser, request), "guests", first), null));
    }

    @PostMapping("/{edition}/desk/codes/guests")
    Answer invite(Organiser organiser, HttpServletRequest request) {
        Words words = words(organiser, request);
        Form form = Form.read(words, "guests", request.getParameterMap());
        Map<String, TicketType> types = types(organiser);
        var type = form.choice("type", types);
        Map<String, Role> roles = new LinkedHashMap<>();
        Arrays.stream(Role.values()).forEach(role -> roles.put(Db.written(role), role));
        var chosen = form.choices("roles", roles);
        var list = form.optionalProse("list", 100_000);
        List<Guest> all = new ArrayList<>();
        if (form.valid()) {
            EnumSet<Role> wanted = EnumSet.noneOf(Role.class);
            wanted.addAll(chosen.get());
            all.addAll(listed(form, types, type.get(), Objects.requireNonNullElse(list.get(), ""), words));
            guests.having(organiser.id(), wanted, organiser.edition().mainLanguage()).stream()
                    .filter(one -> all.stream().noneMatch(other -> other.email().equalsIgnoreCase(one.email())))
                    .forEach(all::add);
            if (form.valid() && all.isEmpty()) {
                form.refuse("roles", "guests.nobody");
            }
        }
        if (!form.valid()) {
            return Answer.invalid(view(organiser, request, form.state(), null));
        }
        if (request.getParameter("send") == null) {
            List<String> before = guests.invited(organiser.id(), type.get(), all);
            return Answer.page(view(
                    organiser,
                    request,
                    form.state(),
                    all.stream()
                            .map(guest -> new Listed(
                                    guest, before.contains(guest.email().toLowerCase(Locale.ROOT))))
                            .toList()));
        }
        guests.invite(organiser, type.get(), all);
        Language language = DeskLanguage.of(request, organiser.edition());
        return Answer.seeOther(organiser.edition().address(language, "/desk/codes?invited"));
    }

    /// The people of the list that was pasted, or a refusal with row and column.
    private static List<Guest> listed(
            Form form, Map<String, TicketType> types, TicketType type, String typed, Words words) {
        if (typed.isBlank()) {
            return List.of();
        }
        if (!(Sheet.of(typed) instanceof Sheet.Rows rows) || rows.rows().size() > MAX_LIST) {
            form.refuse("list", "guests.list.long", MAX_LIST);
            return List.of();
        }
        Columns columns = Columns.of(rows);
        if (!columns.isEnough()) {
            form.refuse("list", "guests.list.columns");
            return List.of();
        }
        PeopleList list = PeopleList.read(
                rows, columns, types, Map.of(), new PeopleList.Usual(type, "", words.language()), words);
        if (!list.problems().isEmpty()) {
            form.refuse(
                    "list",
                    "guests.list.wrong",
                    list.problems().stream()
                            .limit(20)
                            .map(one -> words.say("guests.list.at", one.row(), one.column(), one.text()))
                            .collect(Collectors.joining(" ")));
        }
        return list.people().stream()
                .map(person -> new Guest(person.name(), person.email(), person.language()))
                .toList();
    }

    private Map<String, TicketType> types(Organiser organiser) {
        Map<String, TicketType> types = new LinkedHashMap<>();
        releases.newest(organiser.id(), tickets)
                .map(Release::content)
                .orElse(TicketShop.NONE)
                .types()
                .forEach(type -> types.put(type.key(), type));
        return types;
    }

    private static Words words(Organiser organiser, HttpServletRequest request) {
        return Words.of(GuestPages.class, DeskLanguage.of(request, organiser.edition()));
    }

    private torg.web.View view(
            Organiser organiser, HttpServletRequest request, Form.State form, @Nullable List<Listed> all) {
        Language language = DeskLanguage.of(request, organiser.edition());
        Words words = words(organiser, request);
        Page framed = frames.desk(organiser, language, words.say("guests.title"), "/desk/codes/guests");
        Page page = framed.below(new Link(framed.href("/desk/codes"), words.say("codes.title")));
        List<Option> types = types(organiser).values().stream()
                .map(type -> new Option(type.key(), type.name().in(language).value()))
                .toList();
        List<Option> roles = Arrays.stream(Role.values())
                .map(role -> new Option(Db.written(role), words.say("guests.role." + Db.written(role))))
                .toList();
        return (out, forms) ->
                JteguestsGenerated.render(out, forms, page, words, form, types, roles, all == null ? List.of() : all);
    }
}
