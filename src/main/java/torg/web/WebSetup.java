package torg.web;

import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the pages from memory before the application, and the filters in their order.
@Configuration
class WebSetup implements WebMvcConfigurer {
    /// A rush opens a thousand connections in a second; the usual queue of 50 would drop some unanswered.
    private static final int WAITING_CONNECTIONS = 4_096;

    private final PublishedPages published;

    WebSetup(PublishedPages published) {
        this.published = published;
    }

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> publishedFirst() {
        return factory -> factory.addServerCustomizers(server -> {
            server.setHandler(new PublishedHandler(published, server.getHandler()));
            for (Connector connector : server.getConnectors()) {
                if (connector instanceof ServerConnector tcp) {
                    tcp.setAcceptQueueSize(WAITING_CONNECTIONS);
                }
            }
        });
    }

    @Bean
    FilterRegistrationBean<RequestIds> requestIds() {
        return ordered(new RequestIds(published), 0);
    }

    @Bean
    FilterRegistrationBean<LanguagePath> languagePath() {
        return ordered(new LanguagePath(), 1);
    }

    @Bean
    FilterRegistrationBean<SameOrigin> sameOrigin() {
        return ordered(new SameOrigin(), 2);
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new Answers(published));
    }

    private static <T extends jakarta.servlet.Filter> FilterRegistrationBean<T> ordered(T filter, int place) {
        FilterRegistrationBean<T> bean = new FilterRegistrationBean<>(filter);
        bean.setOrder(Ordered.HIGHEST_PRECEDENCE + 10 + place);
        return bean;
    }
}
