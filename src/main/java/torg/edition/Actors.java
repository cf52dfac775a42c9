package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    private static final Set<Role> CHECK_IN = EnumSet.of(Role.ORGANISER, Role.DOOR);

    private final Editions editions;

    Actors(Editions editions) {
        this.editions = editions;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return Staff.class.isAssignableFrom(parameter.getParameterType());
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
        Class<?> proof = parameter.getParameterType();
        if (proof == Organiser.class && desk.roles().contains(Role.ORGANISER)) {
            return new Organiser(account, desk);
        }
        if (proof == CheckInStaff.class && CHECK_IN.stream().anyMatch(desk.roles()::contains)) {
            return new CheckInStaff(account, desk);
        }
        if (proof == CareStaff.class && desk.roles().contains(Role.CARE)) {
            return new CareStaff(account, desk);
        }
        if (proof == ProtectionStaff.class && desk.roles().contains(Role.PROTECTION)) {
            return new ProtectionStaff(account, desk);
        }
        if (proof == HostEditor.class && !desk.hosts().isEmpty()) {
            return new HostEditor(account, desk);
        }
        throw new Forbidden(proof.getSimpleName() + " of " + slug);
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
