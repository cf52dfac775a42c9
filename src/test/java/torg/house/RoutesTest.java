package torg.house;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import torg.TestServer;

class RoutesTest {
    @Test
    void theAddressesAreThoseThatAreKnown() {
        TreeSet<String> routes = new TreeSet<>();
        TestServer.shared()
                .bean(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getPatternValues()
                        .forEach(pattern -> routes.add(String.format(
                                "%-70s %-6s %s.%s",
                                pattern,
                                mapping.getMethodsCondition().isEmpty()
                                        ? "any"
                                        : mapping.getMethodsCondition()
                                                .getMethods()
                                                .iterator()
                                                .next(),
                                handler.getBeanType().getSimpleName(),
                                handler.getMethod().getName()))));
        Snapshot.same("routes.txt", String.join("\n", routes) + "\n");
    }
}
