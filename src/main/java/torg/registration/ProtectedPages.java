package torg.registration;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import torg.edition.DeskItem;
import torg.edition.DeskLanguage;
import torg.edition.Frames;
import torg.edition.ProtectionStaff;
import torg.edition.Role;
import torg.registration.Ticket.TicketId;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Form;
import torg.web.Link;
import torg.web.NotFound;
import torg.web.Page;

/// Who somebody with a protected identity is, for those few who may know; and giving or lifting the protection for
/// somebody who asks.
@Controller
class ProtectedPages {
    private static final String PATH = "/desk/protected";

    private final ProtectedIdentities identities;
    private final PlacedOrders placed;
    private final Frames frames;

    ProtectedPages(ProtectedIdentities identities, PlacedOrders placed, Frames frames) {
        this.identities = identities;
        this.placed = placed;
        this.frames = frames;
    }

    @GetMapping("/{edition}" + PATH)
    Answer all(ProtectionStaff staff, HttpServletRequest request) {
        Words words = words(staff, request);
        Page page = frames.desk(staff, words.language(), words.say("protected.title"), PATH);
        List<Ticket> tickets = identities.all(staff);
        return Answer.page((out, forms) -> JteprotectedListGenerated.render(out, forms, page, words, tickets));
    }

    @GetMapping("/{edition}" + PATH + "/{id}")
    Answer one(ProtectionStaff staff, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = ticket(staff, id);
        Words words = words(staff, request);
        String alias = ticket.isProtected()
                ? ticket.shownName()
                : words.say("visibility.alias.suggestion", ProtectedIdentities.suggestion());
        return Answer.page(view(staff, ticket, Form.filled(words, "visibility", Map.of("alias", alias))));
    }

    @PostMapping("/{edition}" + PATH + "/{id}")
    Answer protect(ProtectionStaff staff, HttpServletRequest request, @PathVariable String id) {
        Ticket ticket = ticket(staff, id);
        Form form = Form.read(words(staff, request), "visibility", request.getParameterMap());
        var alias = VisibilityPages.alias(form, ticket);
        return switch (form.then(() -> {
            identities.protect(staff.by(), staff.id(), ticket, alias.get());
            return true;
        })) {
            case Form.Invalid<Boolean>(Form.State state) -> Answer.invalid(view(staff, ticket, state));
            case Form.Valid<Boolean> done -> back(staff, form.state().words());
        };
    }

    @PostMapping("/{edition}" + PATH + "/{id}/lifting")
    Answer lift(ProtectionStaff staff, HttpServletRequest request, @PathVariable String id) {
        identities.lift(staff.by(), staff.id(), ticket(staff, id));
        return back(staff, words(staff, request));
    }

    private Answer back(ProtectionStaff staff, Words words) {
        return Answer.seeOther(frames.desk(staff, words.language(), "", PATH).href(PATH));
    }

    private Ticket ticket(ProtectionStaff staff, String id) {
        try {
            return identities
                    .read(staff, new TicketId(UUID.fromString(id)))
                    .orElseThrow(() -> new NotFound("ticket " + id));
        } catch (IllegalArgumentException e) {
            throw new NotFound("ticket " + id);
        }
    }

    private torg.web.View view(ProtectionStaff staff, Ticket ticket, Form.State form) {
        Words words = form.words();
        String path = PATH + "/" + ticket.id().value();
        Page framed = frames.desk(staff, words.language(), words.say("protected.one"), path);
        Page page = framed.below(new Link(framed.href(PATH), words.say("protected.title")));
        PlacedOrder order =
                placed.find(staff.edition().id(), ticket.orderId()).orElseThrow(() -> new NotFound("an order"));
        return (out, forms) -> JteprotectedOneGenerated.render(
                out, forms, page, words, staff.edition(), ticket, order, form, page.href(path));
    }

    private static Words words(ProtectionStaff staff, HttpServletRequest request) {
        return Words.of(ProtectedPages.class, DeskLanguage.of(request, staff.edition()));
    }

    @Component
    @Order(26)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public String label() {
            return "protected.title";
        }

        @Override
        public boolean isFor(Set<Role> roles) {
            return roles.contains(Role.PROTECTION);
        }
    }
}
