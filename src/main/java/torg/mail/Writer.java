package torg.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.mail.Letters.Filling;
import torg.mail.Outbox.Staged;
import torg.store.Db;
import torg.text.Language;

/// Writes letters: asks the module that knows the matter what fills them, and puts it into the words of the edition or
/// of the standard.
@Component
public class Writer {
    /// A letter as it would look, sent to the organiser who writes its words.
    static final String SAMPLE = "sample";

    private record Known(LetterKind kind, Letters letters) {}

    private final Map<String, Known> kinds;
    private final Templates templates;
    private final Db db;

    Writer(List<Letters> letters, Templates templates, Db db) {
        this.kinds = letters.stream()
                .flatMap(of -> of.kinds().stream().map(kind -> new Known(kind, of)))
                .sorted(Comparator.comparing(known -> known.kind.key()))
                .collect(Collectors.toMap(
                        known -> known.kind.key(), known -> known, (one, other) -> one, LinkedHashMap::new));
        this.templates = templates;
        this.db = db;
    }

    /// Those that organisers see.
    public List<LetterKind> kinds() {
        return kinds.values().stream()
                .map(Known::kind)
                .filter(LetterKind::ofEdition)
                .toList();
    }

    public Optional<LetterKind> kind(String key) {
        return Optional.ofNullable(kinds.get(key)).map(Known::kind).filter(LetterKind::ofEdition);
    }

    /// A letter with values that nobody has.
    public Letter sample(LetterKind kind, Template template, Language language) {
        return letter(kind, template, language, new Filling("Torg", kind.samples(language), List.of()));
    }

    /// By the ids of the staged ones; one that is missing has nothing to tell any more.
    Map<UUID, Letter> write(List<Staged> staged) {
        Map<UUID, Filling> fillings = new HashMap<>();
        staged.stream()
                .filter(one -> kinds.containsKey(one.kind()))
                .collect(Collectors.groupingBy(one -> known(one).letters))
                .forEach((letters, theirs) -> fillings.putAll(letters.fill(theirs)));
        Map<UUID, Map<String, Templates.Own>> own =
                templates.of(ids(staged.stream().map(Staged::edition)));
        Map<UUID, Templates.Own> scheduled = templates.ofSchedules(ids(
                staged.stream().map(one -> one.isAbout(Audiences.SCHEDULE) ? one.about(Audiences.SCHEDULE) : null)));
        Map<UUID, Letter> written = new HashMap<>();
        for (Staged one : staged) {
            Known known = kinds.get(one.kind().equals(SAMPLE) ? one.reference().get("kind") : one.kind());
            if (known == null) {
                continue;
            }
            Templates.Own words = one.isAbout(Audiences.SCHEDULE)
                    ? scheduled.get(one.about(Audiences.SCHEDULE))
                    : own.getOrDefault(one.edition(), Map.of()).get(known.kind.key());
            Template template =
                    words == null ? known.kind.standard(one.language()) : words.in(known.kind, one.language());
            Filling filling = fillings.get(one.id());
            if (one.kind().equals(SAMPLE)) {
                String subject = one.reference().get("subject");
                String body = one.reference().get("body");
                Template said = subject == null || body == null ? template : new Template(subject, body);
                written.put(one.id(), sample(known.kind, said, one.language()));
            } else if (filling != null) {
                written.put(one.id(), letter(known.kind, template, one.language(), filling));
            }
        }
        return written;
    }

    /// A letter as it would be written now, with the links in it: not for everybody's eyes.
    public record Written(Staged staged, Letter letter) {}

    /// Empty where there is none, or nothing to tell any more.
    public Optional<Written> read(UUID id) {
        return written(db.sql("select * from mail where id = :id").set("id", id).list(Outbox::staged)).stream()
                .findFirst();
    }

    /// The newest of the whole installation: for a demo, where nobody sends them.
    public List<Written> newest(int limit) {
        return written(db.sql("select * from mail order by created_at desc limit :limit")
                .set("limit", limit)
                .list(Outbox::staged));
    }

    private List<Written> written(List<Staged> letters) {
        Map<UUID, Letter> written = write(letters);
        return letters.stream()
                .filter(letter -> written.containsKey(letter.id()))
                .map(letter -> new Written(letter, Objects.requireNonNull(written.get(letter.id()))))
                .toList();
    }

    private Known known(Staged one) {
        return Objects.requireNonNull(kinds.get(one.kind()));
    }

    private static List<UUID> ids(Stream<@Nullable UUID> some) {
        List<UUID> ids = new ArrayList<>();
        some.distinct().forEach(id -> {
            if (id != null) {
                ids.add(id);
            }
        });
        return ids;
    }

    private static Letter letter(LetterKind kind, Template template, Language language, Filling filling) {
        Template.Filled filled = template.fill(kind.placeholders(), filling.values());
        return new Letter(
                filling.sender(), filled.subject(), filled.text(), filled.html(), language, filling.attachments());
    }
}
