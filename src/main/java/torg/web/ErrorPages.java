package torg.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MultipartException;
import torg.store.Json;
import torg.text.Language;
import torg.text.Words;

/// What a person sees when something is not there, not allowed, or broken: a page with a way on, never a stack trace.
@Controller
@ControllerAdvice
class ErrorPages implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorPages.class);
    private static final Set<Integer> WORDED = Set.of(400, 403, 404, 405, 413, 429, 500, 503);

    private static final long MAX_FORM_BYTES = 5 << 20; // as in application.properties

    private final Examples examples;

    ErrorPages(Examples examples) {
        this.examples = examples;
    }

    @ExceptionHandler
    void notFound(NotFound e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(404, request, response);
    }

    @ExceptionHandler
    void forbidden(Forbidden e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(403, request, response);
    }

    @ExceptionHandler({
        CannotGetJdbcConnectionException.class,
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class
    })
    void overloaded(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.warn("no connection to the database: {}", e.getMessage());
        response.setHeader("Retry-After", "5");
        write(503, request, response);
    }

    /// A form that the server could not read: too large, or not a form.
    @ExceptionHandler({HttpException.IllegalStateException.class, HttpException.IllegalArgumentException.class})
    void unreadable(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request.getContentLengthLong() > MAX_FORM_BYTES ? 413 : 400, request, response);
    }

    /// A form with files that the server could not read; [#other] answers one that is too large.
    @ExceptionHandler
    void unreadable(MultipartException e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse) {
            other(e, request, response);
        } else {
            write(400, request, response);
        }
    }

    /// A word in the address where a number belongs.
    @ExceptionHandler
    void mistyped(TypeMismatchException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(400, request, response);
    }

    @ExceptionHandler
    void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        HttpStatusCode status =
                e instanceof ErrorResponse known ? known.getStatusCode() : HttpStatus.INTERNAL_SERVER_ERROR;
        if (status.is5xxServerError()) {
            LOG.error("{} {}", request.getMethod(), Secrets.masked(LanguagePath.original(request)), e);
        }
        write(status.value(), request, response);
    }

    /// What filters refuse comes here by the container.
    @RequestMapping("/error")
    void refused(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        write(status instanceof Integer code ? code : 404, request, response);
    }

    private void write(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (LanguagePath.original(request).startsWith("/api/")) {
            problem(status, request, response);
            return;
        }
        Language named = LanguagePath.named(request);
        Answers.write(new Answer.Shown(status, view(status, named == null ? Language.SV : named)), request, response);
    }

    /// For programs: RFC 9457.
    private static void problem(int status, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Words words = Words.of(Page.class, Language.EN);
        String key = key(status);
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Cache-Control", "no-store");
        Answers.send(
                status,
                "application/problem+json",
                Json.write(Map.of(
                                "type", "about:blank",
                                "title", words.say(key + ".title"),
                                "status", status,
                                "detail", words.say(key + ".text"),
                                "instance", LanguagePath.original(request)))
                        .getBytes(StandardCharsets.UTF_8),
                response);
    }

    private static String key(int status) {
        return "error." + (WORDED.contains(status) ? status : status >= 500 ? 500 : 400);
    }

    /// What the server itself refuses before any application sees it, such as an address that is not UTF-8.
    boolean bare(Request request, Response response, Callback callback) {
        SecurityHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PublicPage.HTML);
        byte[] page = view(response.getStatus(), Language.SV).bytes(CsrfFields.NONE);
        response.write(true, ByteBuffer.wrap(page), callback);
        return true;
    }

    private View view(int status, Language language) {
        Words words = Words.of(Page.class, language);
        String key = key(status);
        Page page = Page.of(language, "/", words.say(key + ".title")).personal().demo(examples.now(language));
        Optional<String> requestId = status >= 500 ? Optional.ofNullable(MDC.get("request")) : Optional.empty();
        return (out, forms) -> JteerrorGenerated.render(out, forms, page, words.say(key + ".text"), requestId);
    }
}
