package torg.site;

import gg.jte.Content;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.access.Account;
import torg.access.Session;
import torg.access.SignInNeeded;
import torg.edition.Belonging;
import torg.edition.Edition;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Role;
import torg.edition.Roles;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Examples;
import torg.web.LanguagePath;
import torg.web.Page;

/// Where somebody lands who has signed in: what is theirs, and the editions in which they have something to do.
@Controller
class AccountPages {
    private final Editions editions;
    private final Roles roles;
    private final List<Belonging> belongings;
    private final Examples examples;

    AccountPages(Editions editions, Roles roles, List<Belonging> belongings, Examples examples) {
        this.editions = editions;
        this.roles = roles;
        this.belongings = belongings;
        this.examples = examples;
    }

    /// @param path where this account's work in the edition begins; empty where its role has nothing to do yet
    record Place(Edition edition, String path) {}

    @GetMapping("/account")
    Answer show(HttpServletRequest request) {
        Account account = Session.account().orElseThrow(SignInNeeded::new);
        Language named = LanguagePath.named(request);
        Language language = named == null ? account.language() : named;
        Words words = Words.of(AccountPages.class, language);
        List<Place> places = roles.editionsOf(account).stream()
                .flatMap(slug -> editions.draft(slug).stream())
                .map(edition -> new Place(edition, start(edition, account)))
                .toList();
        Page page = Page.of(language, "/account", words.say("account.title"))
                .demo(examples.now(language))
                .desk(account.name(), List.of());
        List<Content> parts = belongings.stream()
                .flatMap(belonging -> belonging.section(account, page).stream())
                .toList();
        return Answer.page((out, forms) -> JteaccountGenerated.render(out, forms, page, words, parts, places));
    }

    private String start(Edition edition, Account account) {
        var held = roles.of(EditionId.of(edition.slug()), account);
        return held.contains(Role.ORGANISER)
                ? "/desk"
                : held.contains(Role.DOOR)
                        ? "/desk/check-in"
                        : held.contains(Role.CARE)
                                ? "/desk/needs/names"
                                : held.contains(Role.PROTECTION) ? "/desk/protected" : "";
    }
}
