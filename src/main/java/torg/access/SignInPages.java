package torg.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Examples;
import torg.web.LanguagePath;
import torg.web.Notice;
import torg.web.Page;

/// Signing in by a mail link. Opening the link shows a button; only pressing it (POST) signs in, because mail scanners
/// open links too.
@Controller
@ConditionalOnWebApplication
class SignInPages {
    private final Examples examples;

    SignInPages(Examples examples) {
        this.examples = examples;
    }

    @GetMapping("/sign-in")
    Answer ask(HttpServletRequest request, @RequestParam(required = false) @Nullable String target) {
        Page page = page(request, "signIn.title", "/sign-in");
        String said = request.getParameter("expired") != null
                ? "signIn.expired"
                : request.getParameter("out") != null ? "signIn.out" : null;
        Words words = Words.of(SignInPages.class, page.language());
        Page shown = said == null
                ? page
                : page.notice(
                        said.equals("signIn.out") ? Notice.done(words.say(said)) : Notice.careful(words.say(said)));
        return Answer.page((out, forms) -> JtesignInGenerated.render(
                out, forms, shown, words, Optional.ofNullable(target).map(Targets::safe)));
    }

    @GetMapping("/sign-in/sent")
    Answer sent(HttpServletRequest request) {
        Page page = page(request, "signIn.sent.title", "/sign-in/sent");
        Words words = Words.of(SignInPages.class, page.language());
        return Answer.page((out, forms) -> JtesentGenerated.render(out, forms, page, words));
    }

    @GetMapping("/sign-in/token")
    Answer confirm(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String token,
            @RequestParam(required = false) @Nullable String target) {
        Page page = page(request, "signIn.confirm.title", "/sign-in/token");
        Words words = Words.of(SignInPages.class, page.language());
        return Answer.page((out, forms) -> JteconfirmGenerated.render(
                out, forms, page, words, token, Optional.ofNullable(target).map(Targets::safe)));
    }

    private Page page(HttpServletRequest request, String title, String path) {
        Language named = LanguagePath.named(request);
        Language language = named == null ? Language.SV : named;
        return Page.of(language, path, Words.of(SignInPages.class, language).say(title))
                .personal()
                .demo(examples.now(language));
    }

    /// Leads to signing in, and afterwards back to where somebody wanted to go.
    @ControllerAdvice
    static class Advice {
        @ExceptionHandler
        void needed(SignInNeeded e, HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = LanguagePath.original(request);
            Language named = LanguagePath.named(request);
            String prefix = named == null || named.equals(Language.SV) ? "" : "/" + named;
            response.setStatus(303);
            response.setHeader("Cache-Control", "private, no-store");
            response.setHeader(
                    "Location",
                    prefix + "/sign-in"
                            + ("GET".equals(request.getMethod())
                                    ? "?target=" + URLEncoder.encode(path, StandardCharsets.UTF_8)
                                    : ""));
        }
    }
}
