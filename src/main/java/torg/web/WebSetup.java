package torg.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import torg.store.Settings;

/// Puts the pages from memory before the application, and the filters in their order.
@Configuration
class WebSetup implements WebMvcConfigurer {
    private static final Logger LOG = LoggerFactory.getLogger(WebSetup.class);

    /// A rush opens a thousand connections in a second; the usual queue of 50 would drop some unanswered.
    private static final int WAITING_CONNECTIONS = 4_096;

    private final PublishedPages published;
    private final Settings settings;

    WebSetup(PublishedPages published, Settings settings) {
        this.published = published;
        this.settings = settings;
    }

    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> publishedFirst(ErrorPages errors) {
        TrustedProxies proxies = new TrustedProxies(settings.trustedProxies());
        return factory -> factory.addServerCustomizers(server -> {
            server.setErrorHandler(errors::bare);
            server.setHandler(new PublishedHandler(published, server.getHandler()));
            for (Connector connector : server.getConnectors()) {
                if (connector instanceof ServerConnector tcp) {
                    tcp.setAcceptQueueSize(WAITING_CONNECTIONS);
                    tcp.getConnectionFactory(HttpConnectionFactory.class)
                            .getHttpConfiguration()
                            .addCustomizer(proxies);
                }
            }
            if (settings.isDemo()) {
                onlyThisMachine(server);
            }
        });
    }

    /// A demo is seen from this machine alone: on both loopbacks, because `localhost` may mean either.
    private static void onlyThisMachine(Server server) {
        ServerConnector first = (ServerConnector) server.getConnectors()[0];
        first.setHost("127.0.0.1");
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            ServerConnector second =
                    new ServerConnector(server, first.getConnectionFactories().toArray(ConnectionFactory[]::new));
            second.setHost("::1");
            second.setPort(first.getPort());
            second.setAcceptQueueSize(WAITING_CONNECTIONS);
            server.addConnector(second);
        } catch (IOException e) {
            LOG.debug("no IPv6 loopback here: {}", e.getMessage());
        }
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
