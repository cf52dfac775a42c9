package torg.site;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import torg.store.Db;
import torg.store.Json;

/// For load balancers and monitors: 200 while this node can reach the database, 503 while it cannot.
@Controller
class HealthPages {
    private static final Logger LOG = LoggerFactory.getLogger(HealthPages.class);
    private final Db db;

    HealthPages(Db db) {
        this.db = db;
    }

    @GetMapping("/health")
    ResponseEntity<byte[]> health() {
        boolean reachable;
        try {
            reachable = db.sql("select true as here").one(row -> row.truth("here"));
        } catch (DataAccessException e) {
            LOG.warn("the database cannot be reached: {}", e.getMessage());
            reachable = false;
        }
        byte[] body = Json.write(Map.of("status", reachable ? "up" : "down")).getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.status(reachable ? 200 : 503)
                .header("Cache-Control", "no-store")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
