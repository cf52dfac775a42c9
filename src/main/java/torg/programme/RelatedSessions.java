package torg.programme;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import torg.edition.EditionId;
import torg.edition.Release;
import torg.edition.Shown;
import torg.programme.Programme.Session;
import torg.text.Text;
import torg.text.Words;

/// Which sessions are like which, and why. Texts are compared in all their languages by the cosine of their words,
/// weighed by how rare they are (TF-IDF: Salton and Buckley 1988); people and tracks in common count as well.
/// Computed here, once a release: no text leaves the machine.
@Component
class RelatedSessions {
    private static final int MOST = 3;
    private static final int SHOWN_WORDS = 3;
    private static final int SHORTEST_WORD = 4;
    /// Words in more than this share of all texts tell nothing.
    private static final double COMMON = 0.3;
    private static final double SPEAKER = 0.3;
    private static final double TRACK = 0.1;
    private static final double FORM = 0.01;
    private static final int TITLE_COUNTS = 3;

    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:-\\p{L}+)*");
    private static final Pattern ENDING = Pattern.compile("(?<=\\p{L}{4})(?:"
            + "erna|arna|orna|ernas|arnas|ande|ende|heten|heter|ingar|ingen|ning|else|are|ade|"
            + "ens|ets|en|et|er|ar|or|na|or|ing|ed|es|s|a|e|t|n)$");
    /// Frequent words that say nothing of a subject, as short programmes cannot tell by themselves.
    private static final Set<String> EMPTY = Set.copyOf(List.of(
            ("alla allt andra att bara blir både dessa detta din dina ditt där efter eller ett finns från får för före "
                            + "genom ger gör göra hade han har hela hur här inom inte kan kom kommer kring med mellan men mer "
                            + "mot måste många när någon något några och också olika oss samt sedan sig sin sina ska skapa som "
                            + "så tar till under upp utan vad var vara varför vi vid vilka vill våra vårt även är över berättar "
                            + "handlar about after also and are been between both can could does each for from have here how "
                            + "into its just more most much must not now only other our over should some such than that the "
                            + "their them then there these they this those through under using very want was were what when "
                            + "where which while who why will with would you your tells talk session")
                    .split(" ")));

    private final ProgrammeStream programmes;
    private final Map<EditionId, Computed> newest = new ConcurrentHashMap<>();

    RelatedSessions(ProgrammeStream programmes) {
        this.programmes = programmes;
    }

    /// @param why in sentences, the strongest first
    record Related(Session session, List<String> why) {}

    private record Computed(int version, Map<String, List<Near>> near) {}

    /// @param words in common, the most telling first, as stems with their language before them
    private record Near(Session session, List<String> words, Map<String, String> written) {}

    /// At most three, the nearest first; none is without a reason.
    List<Related> to(Shown shown, Programme programme, Session session) {
        int version = shown.release(programmes).map(Release::version).orElse(0);
        Map<String, List<Near>> near = version == 0
                ? compute(programme) // a draft, which the next look finds changed
                : newest.compute(
                                shown.id(),
                                (id, before) -> before != null && before.version() == version
                                        ? before
                                        : new Computed(version, compute(programme)))
                        .near();
        return near.getOrDefault(session.key(), List.of()).stream()
                .map(one -> new Related(one.session(), why(shown, programme, session, one)))
                .toList();
    }

    private static List<String> why(Shown shown, Programme programme, Session session, Near near) {
        Words words = shown.words(RelatedSessions.class);
        List<String> why = new ArrayList<>();
        List<String> both = sharedPeople(session, near.session())
                .flatMap(key -> programme.speaker(key).stream())
                .map(Programme.Speaker::name)
                .toList();
        if (!both.isEmpty()) {
            why.add(words.say("related.speaker", String.join(", ", both)));
        }
        if (isOneTrack(session, near.session())) {
            programme
                    .track(session.track())
                    .ifPresent(track -> why.add(
                            words.say("related.track", shown.said(track.name()).value())));
        }
        // in the reader's language where both have it, else in the one that they share
        String own = shown.language() + ":";
        List<String> common = near.words().stream()
                .filter(word -> word.startsWith(own) || near.words().stream().noneMatch(other -> other.startsWith(own)))
                .limit(SHOWN_WORDS)
                .map(word -> near.written().getOrDefault(word, word))
                .toList();
        if (!common.isEmpty()) {
            why.add(words.say("related.words", String.join(", ", common)));
        }
        if (why.isEmpty()) {
            why.add(words.say("related.form", words.say("kind." + session.kind().written())));
        }
        return why;
    }

    private static Stream<String> sharedPeople(Session one, Session other) {
        return people(one).filter(key -> people(other).anyMatch(key::equals)).distinct();
    }

    private static Stream<String> people(Session session) {
        return Stream.concat(session.speakers().stream(), session.moderators().stream());
    }

    private static boolean isOneTrack(Session one, Session other) {
        return one.track() != null && one.track().equals(other.track());
    }

    private static Map<String, List<Near>> compute(Programme programme) {
        List<Session> talks = programme.sessions().stream()
                .filter(session -> session.isTalk() && !session.isCancelled())
                .toList();
        Map<String, Map<String, Integer>> spellings = new HashMap<>();
        List<Map<String, Double>> vectors =
                talks.stream().map(session -> counted(session, spellings)).toList();
        Map<String, List<Integer>> where = new HashMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            for (String word : vectors.get(i).keySet()) {
                where.computeIfAbsent(word, any -> new ArrayList<>()).add(i);
            }
        }
        int most = Math.max(2, (int) (talks.size() * COMMON));
        where.values().removeIf(found -> found.size() < 2 || found.size() > most);
        vectors.forEach(vector -> weigh(vector, where, talks.size()));
        Map<String, String> written = new HashMap<>();
        where.keySet().forEach(word -> written.put(word, mostFrequent(spellings.getOrDefault(word, Map.of()))));
        Map<String, List<Near>> near = new HashMap<>();
        for (int i = 0; i < talks.size(); i++) {
            near.put(talks.get(i).key(), nearest(i, talks, vectors, where, written));
        }
        return near;
    }

    private static List<Near> nearest(
            int i,
            List<Session> talks,
            List<Map<String, Double>> vectors,
            Map<String, List<Integer>> where,
            Map<String, String> written) {
        double[] scores = new double[talks.size()];
        vectors.get(i).forEach((word, weight) -> {
            for (int other : where.getOrDefault(word, List.of())) {
                scores[other] += weight * vectors.get(other).getOrDefault(word, 0.0);
            }
        });
        Session session = talks.get(i);
        for (int j = 0; j < scores.length; j++) {
            Session other = talks.get(j);
            scores[j] += SPEAKER * sharedPeople(session, other).count()
                    + (isOneTrack(session, other) ? TRACK : 0)
                    + (session.kind() == other.kind() ? FORM : 0);
        }
        return Stream.iterate(0, j -> j < scores.length, j -> j + 1)
                .filter(j -> j != i && scores[j] > 0)
                .sorted(Comparator.comparingDouble((Integer j) -> -scores[j])
                        .thenComparing(j -> talks.get(j).key()))
                .limit(MOST)
                .map(j -> new Near(talks.get(j), common(vectors.get(i), vectors.get(j)), written))
                .toList();
    }

    private static List<String> common(Map<String, Double> one, Map<String, Double> other) {
        return one.keySet().stream()
                .filter(other::containsKey)
                .sorted(Comparator.comparingDouble(
                                (String word) -> -one.getOrDefault(word, 0.0) * other.getOrDefault(word, 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /// How often each stem is there, a title's words more than once; and how it was spelled.
    private static Map<String, Double> counted(Session session, Map<String, Map<String, Integer>> spellings) {
        Map<String, Double> counts = new HashMap<>();
        add(session.title(), TITLE_COUNTS, counts, spellings);
        add(session.summary(), 1, counts, spellings);
        return counts;
    }

    private static void add(
            Text text, int times, Map<String, Double> counts, Map<String, Map<String, Integer>> spellings) {
        text.values().forEach((language, value) -> {
            Matcher words = WORD.matcher(value.toLowerCase(Locale.ROOT));
            while (words.find()) {
                String spelled = words.group();
                if (spelled.length() >= SHORTEST_WORD && !EMPTY.contains(spelled)) {
                    String stem = language + ":" + ENDING.matcher(spelled).replaceFirst("");
                    counts.merge(stem, (double) times, Double::sum);
                    spellings.computeIfAbsent(stem, any -> new TreeMap<>()).merge(spelled, 1, Integer::sum);
                }
            }
        });
    }

    /// To weights, of length one together; without the words that stand alone or everywhere.
    private static void weigh(Map<String, Double> vector, Map<String, List<Integer>> where, int talks) {
        vector.keySet().retainAll(where.keySet());
        vector.replaceAll((word, count) -> (1 + Math.log(count))
                * Math.log((double) talks / where.getOrDefault(word, List.of()).size() + 1));
        double length = Math.sqrt(
                vector.values().stream().mapToDouble(weight -> weight * weight).sum());
        vector.replaceAll((word, weight) -> weight / length);
    }

    private static String mostFrequent(Map<String, Integer> spellings) {
        return spellings.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
