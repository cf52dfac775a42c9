package torg.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives every request an id, which stands in the log lines, the audit rows and on error pages.
final class RequestIds extends OncePerRequestFilter {
    private final PublishedPages published;

    RequestIds(PublishedPages published) {
        this.published = published;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36 * 36 * 36), 36);
        MDC.put("request", id);
        request.setAttribute(Answers.GENERATION, published.generation());
        response.setHeader("X-Request-Id", id);
        SecurityHeaders.ALL.forEach(response::setHeader);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("request");
        }
    }
}
