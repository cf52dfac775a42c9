package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import torg.text.Language;
import torg.web.LanguagePath;
import torg.web.NotFound;

/// Finds the edition that the address names, for handlers that take a [Shown].
final class ShownArgument implements HandlerMethodArgumentResolver {
    private final Editions editions;
    private final Releases releases;

    ShownArgument(Editions editions, Releases releases) {
        this.editions = editions;
        this.releases = releases;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Shown.class;
    }

    @Override
    public Shown resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        String slug = slug(request);
        boolean preview = request.getAttribute(Preview.ATTRIBUTE) != null;
        Edition edition = (preview ? editions.draft(slug) : editions.published(slug))
                .orElseThrow(() -> new NotFound("edition " + slug));
        Language named = LanguagePath.named(request);
        if (named != null
                && (named.equals(edition.mainLanguage()) || !edition.languages().contains(named))) {
            throw new NotFound(named + " is no prefix of " + slug); // one address a page
        }
        return new Shown(edition, named == null ? edition.mainLanguage() : named, preview, releases);
    }

    static String slug(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? String.valueOf(variables.get("edition"))
                : "";
    }

    @Configuration
    static class Setup implements WebMvcConfigurer {
        private final Editions editions;
        private final Releases releases;

        Setup(Editions editions, Releases releases) {
            this.editions = editions;
            this.releases = releases;
        }

        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
            resolvers.add(new ShownArgument(editions, releases));
        }
    }
}
