package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import torg.access.Account;
import torg.access.Session;
import torg.access.SignInNeeded;
import torg.web.Forbidden;
import torg.web.NotFound;

/// Mints the proof of a role for handlers that take one: sign-in where nobody is signed in, 404 where there is no such
/// edition, 403 where the role is missing.
final class Actors implements HandlerMethodArgumentResolver {
    private final Editions editions;

    Actors(Editions editions) {
        this.editions = editions;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Organiser.class || parameter.getParameterType() == CheckInStaff.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        Account account = Session.account().orElseThrow(SignInNeeded::new);
        String slug = ShownArgument.slug(request);
        Editions.AtDesk desk = editions.atDesk(slug, account).orElseThrow(() -> new NotFound("edition " + slug));
        if (parameter.getParameterType() == Organiser.class) {
            if (!desk.organiser()) {
                throw new Forbidden("organiser of " + slug);
            }
            return new Organiser(account, desk.edition(), desk.version());
        }
        if (!desk.organiser() && !desk.roles().contains(Role.DOOR)) {
            throw new Forbidden("door of " + slug);
        }
        return new CheckInStaff(account, desk.edition(), desk.organiser());
    }

    @Configuration
    static class Setup implements WebMvcConfigurer {
        private final Editions editions;

        Setup(Editions editions) {
            this.editions = editions;
        }

        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(new Actors(editions));
        }
    }
}
