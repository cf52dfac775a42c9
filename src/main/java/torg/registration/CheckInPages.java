package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.edition.CheckInStaff;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.Role;
import torg.registration.CheckIns.Verdict;
import torg.registration.CheckIns.Way;
import torg.registration.Ticket.TicketId;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.NotFound;
import torg.web.Page;
import torg.web.View;

/// The door: a code typed or scanned (a hardware scanner types it and presses Enter), or a name looked for.
@Controller
class CheckInPages {
    private static final int FOUND = 20;

    private final CheckIns checkIns;
    private final Frames frames;

    CheckInPages(CheckIns checkIns, Frames frames) {
        this.checkIns = checkIns;
        this.frames = frames;
    }

    /// What the page shows of a verdict. `stand`: welcome, already, notToday, refused.
    ///
    /// @param anyway the code with which it can be checked in all the same, or nothing
    /// @param askFor whether whoever is responsible should be asked for: a discreet sign
    record Result(
            String stand,
            String name,
            List<String> lines,
            @Nullable TicketId undo,
            String anyway,
            boolean askFor,
            boolean noPhoto) {
        /// What came of a ticket, with what the door should know of its holder.
        static Result of(String stand, Ticket ticket, List<String> lines, @Nullable TicketId undo) {
            return new Result(
                    stand,
                    ticket.name(),
                    lines.stream().filter(line -> !line.isEmpty()).toList(),
                    undo,
                    stand.equals("notToday") ? ticket.shortCode() : "",
                    ticket.isProtected(),
                    ticket.photoOptOut());
        }
    }

    @GetMapping("/{edition}/desk/check-in")
    Answer show(CheckInStaff staff, HttpServletRequest request, @RequestParam(defaultValue = "") String q) {
        return Answer.page(page(staff, request, Optional.empty(), q, false));
    }

    @PostMapping("/{edition}/desk/check-in")
    Answer checkIn(
            CheckInStaff staff,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String nonce,
            @RequestParam(defaultValue = "code") String way,
            @RequestParam(defaultValue = "") String anyway) {
        Language language = DeskLanguage.of(request, staff.edition());
        Words words = Words.of(CheckInPages.class, language);
        if (code.isBlank()) {
            return Answer.invalid(page(staff, request, Optional.empty(), "", true));
        }
        UUID once = uuid(nonce).orElseGet(UUID::randomUUID);
        Way how = code.strip().length() == 32 ? Way.SCANNER : way.equals("search") ? Way.SEARCH : Way.CODE;
        Result result = switch (checkIns.checkIn(staff, code, how, once, !anyway.isEmpty())) {
            case Verdict.Welcome(Ticket ticket) ->
                Result.of(
                        "welcome",
                        ticket,
                        List.of(
                                ticket.organisation(),
                                ticket.typeName().in(language).value()),
                        ticket.id());
            case Verdict.Already(Ticket ticket, var at) ->
                Result.of(
                        "already",
                        ticket,
                        List.of(
                                ticket.organisation(),
                                words.say(
                                        "checkIn.already",
                                        Dates.clock(at.atZone(staff.edition().timeZone())
                                                .toLocalTime()))),
                        ticket.id());
            case Verdict.NotToday(Ticket ticket, LocalDate today) ->
                Result.of(
                        "notToday",
                        ticket,
                        List.of(
                                ticket.organisation(),
                                today.isBefore(staff.edition().firstDay())
                                        ? words.say(
                                                "checkIn.notBegun",
                                                Dates.day(staff.edition().firstDay(), language))
                                        : words.say(
                                                "checkIn.over",
                                                Dates.day(staff.edition().lastDay(), language))),
                        null);
            case Verdict.NotValid(Ticket ticket) ->
                Result.of(
                        "refused",
                        ticket,
                        List.of(words.say(ticket.isCancelled() ? "checkIn.cancelled" : "checkIn.pending")),
                        null);
            case Verdict.Unknown() ->
                new Result(
                        "refused",
                        words.say("checkIn.unknown"),
                        List.of(words.say("checkIn.unknown.do")),
                        null,
                        "",
                        false,
                        false);
        };
        return Answer.page(page(staff, request, Optional.of(result), "", false));
    }

    @PostMapping("/{edition}/desk/check-in/undo")
    Answer undo(CheckInStaff staff, HttpServletRequest request, @RequestParam String ticket) {
        checkIns.undo(staff, new TicketId(uuid(ticket).orElseThrow(() -> new NotFound("ticket"))));
        Language language = DeskLanguage.of(request, staff.edition());
        return Answer.seeOther(staff.edition().address(language, "/desk/check-in"));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// @param missing whether the code was left out
    private View page(
            CheckInStaff staff, HttpServletRequest request, Optional<Result> result, String q, boolean missing) {
        Language language = DeskLanguage.of(request, staff.edition());
        Words words = Words.of(CheckInPages.class, language);
        Page page = frames.desk(staff, language, words.say("checkIn.title"), "/desk/check-in");
        List<Ticket> found = checkIns.search(staff.id(), q, FOUND);
        CheckIns.Count count = checkIns.count(staff);
        String nonce = UUID.randomUUID().toString();
        return (out, forms) ->
                JtecheckInGenerated.render(out, forms, page, words, result, found, q, count, nonce, missing);
    }

    @Component
    @Order(30)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/check-in";
        }

        @Override
        public String label() {
            return "checkIn.title";
        }

        @Override
        public boolean isFor(Set<Role> roles) {
            return roles.contains(Role.ORGANISER) || roles.contains(Role.DOOR);
        }
    }
}
