package torg.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.NullRequestCache;
import torg.web.SameOrigin;

/// Spring Security, set up: sign-in by a mail link, CSRF tokens in a cookie, our own headers.
///
/// Which address needs which role is not said here: a handler takes the proof of a role as an argument.
@Configuration
@ConditionalOnWebApplication
class Security {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, SignInLinks links, SignInMail mail) throws Exception {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName("__Host-csrf");
        tokens.setCookieCustomizer(
                cookie -> cookie.secure(true).httpOnly(true).path("/").sameSite("Lax"));
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> headers.disable())
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .csrf(csrf -> csrf.csrfTokenRepository(tokens).ignoringRequestMatchers(SameOrigin::guardsAlone))
                .anonymous(Customizer.withDefaults())
                .oneTimeTokenLogin(login -> login.tokenService(links)
                        .loginPage("/sign-in")
                        .tokenGeneratingUrl("/sign-in/link")
                        .tokenGenerationSuccessHandler(mail)
                        .loginProcessingUrl("/sign-in/token")
                        .showDefaultSubmitPage(false)
                        .successHandler((request, response, who) ->
                                response.sendRedirect(Targets.safe(request.getParameter("target"))))
                        .failureHandler(Security::failed))
                .logout(logout -> logout.logoutUrl("/account/sign-out").logoutSuccessUrl("/sign-in?out"))
                .build();
    }

    private static void failed(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.sendRedirect("/sign-in?expired");
    }
}
