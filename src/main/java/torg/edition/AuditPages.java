package torg.edition;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import torg.ledger.Audit;
import torg.store.Json;
import torg.text.Dates;
import torg.text.Language;
import torg.text.Words;
import torg.web.Answer;
import torg.web.Page;

/// The audit trail of an edition: who did what to what, before and after, the newest first.
@Controller
class AuditPages {
    private static final int SIZE = 50;

    private final Audit audit;
    private final Frames frames;

    AuditPages(Audit audit, Frames frames) {
        this.audit = audit;
        this.frames = frames;
    }

    @GetMapping("/{edition}/desk/audit")
    Answer show(
            Organiser organiser, HttpServletRequest request, @RequestParam(required = false) @Nullable Long before) {
        Edition edition = organiser.edition();
        Language language = DeskLanguage.of(request, edition);
        Words words = Words.of(AuditPages.class, language);
        Page page = frames.desk(organiser, language, words.say("audit.title"), "/desk/audit");
        List<Audit.Entry> found = audit.of(organiser.id(), before, SIZE + 1);
        List<Audit.Entry> entries = found.stream().limit(SIZE).toList();
        Optional<Long> older =
                found.size() > SIZE ? Optional.of(entries.getLast().id()) : Optional.empty();
        return Answer.page((out, forms) -> JteauditGenerated.render(out, forms, page, words, edition, entries, older));
    }

    /// A field that was changed; where it was not there before or is not there now, that side is null.
    record Change(
            String field, @Nullable String was, @Nullable String is) {}

    private static final int MAX_CHANGES = 40;
    private static final int MAX_VALUE_LENGTH = 300;

    /// What differs between before and after, field by field: `venue.city`.
    static List<Change> changes(Audit.Entry entry) {
        Map<String, String> was = new LinkedHashMap<>();
        Map<String, String> is = new LinkedHashMap<>();
        flatten("", entry.before(), was);
        flatten("", entry.after(), is);
        Set<String> fields = new LinkedHashSet<>(was.keySet());
        fields.addAll(is.keySet());
        return fields.stream()
                .filter(field -> !Objects.equals(was.get(field), is.get(field)))
                .limit(MAX_CHANGES)
                .map(field -> new Change(field, shortened(was.get(field)), shortened(is.get(field))))
                .toList();
    }

    private static void flatten(String field, @Nullable String json, Map<String, String> into) {
        if (json != null) {
            flatten(field, Json.mapper().readTree(json), into);
        }
    }

    private static void flatten(String field, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties().forEach(one -> flatten(below(field, one.getKey()), one.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(below(field, String.valueOf(i + 1)), node.get(i), into);
            }
        } else if (!node.isNull()) {
            into.put(field, node.asString());
        }
    }

    private static @Nullable String shortened(@Nullable String value) {
        return value == null || value.length() <= MAX_VALUE_LENGTH ? value : value.substring(0, MAX_VALUE_LENGTH) + "…";
    }

    private static String below(String field, String name) {
        return field.isEmpty() ? name : field + "." + name;
    }

    /// What was changed, in words: "Biljett: Åsa Sundmyr".
    static String subject(Words words, Audit.Entry entry) {
        String key = "audit.kind." + entry.subject().kind();
        String name = entry.subject().name();
        String said = words.knows("stream." + name) ? words.say("stream." + name) : name;
        return words.knows(key) ? words.say(key, said).strip() : said;
    }

    /// "2027-05-24 09:40"
    static String moment(Edition edition, Audit.Entry entry) {
        return moment(edition, entry.at());
    }

    static String moment(Edition edition, Instant moment) {
        var at = moment.atZone(edition.timeZone());
        return at.toLocalDate() + " " + Dates.clock(at.toLocalTime());
    }

    @Component
    @Order(95)
    static class Item implements DeskItem {
        @Override
        public String path() {
            return "/desk/audit";
        }

        @Override
        public String label() {
            return "audit.title";
        }
    }
}
