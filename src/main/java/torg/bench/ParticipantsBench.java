package torg.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.bench.BenchCommand.Measured;
import torg.edition.Edition;
import torg.registration.TicketShop.TicketType;
import torg.store.Refusal;

/// The desk's list of participants, its search and its file, as an organiser gets them from a Torg that serves, at a
/// thousand, ten thousand and a hundred thousand participants. The ratio is what one takes with a thousand to what it
/// takes now; for the file, for each participant.
@Component
class ParticipantsBench {
    private static final String ORGANISER = "olivia.organisator@example.org";
    private static final Duration TIME = Duration.ofMillis(1_500);
    private static final int[] PEOPLE = {1_000, 10_000, 100_000};
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final RegisterBench registrations;
    private final Crowd crowd;
    private final Accounts accounts;
    private final Invitations invitations;

    ParticipantsBench(RegisterBench registrations, Crowd crowd, Accounts accounts, Invitations invitations) {
        this.registrations = registrations;
        this.crowd = crowd;
        this.accounts = accounts;
        this.invitations = invitations;
    }

    List<Measured> run() {
        Edition edition = registrations.livingExample();
        TicketType type = registrations.unlimited(edition);
        String list = "/" + edition.slug() + "/desk/participants";
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("the list", list);
        asked.put("sorted by name", list + "?sort=name");
        asked.put("search, one found", list + "?q=flertal999%40");
        asked.put("search, none found", list + "?q=ingen+alls");
        asked.put("search, many found", list + "?q=provkommun");
        asked.put("the file", list + ".csv");
        Map<String, Double> first = new HashMap<>();
        List<Measured> all = new ArrayList<>();
        try (Visitor organiser = registrations.visitor()) {
            signIn(organiser);
            for (int wanted : PEOPLE) {
                crowd.grow(edition.id(), type, wanted);
                int people = crowd.count(edition.id()); // a demo begins with some
                asked.forEach((what, path) -> {
                    Load.run(1, TIME, client -> () -> organiser.get(path).status() == 200);
                    Load.Result result = Load.run(
                            1, TIME, client -> () -> organiser.get(path).status() == 200);
                    double cost = path.endsWith(".csv") ? result.p50Millis() / people : result.p50Millis();
                    double known = first.computeIfAbsent(what, name -> cost);
                    all.add(PagesBench.measured(what + ", " + people, 1, result, known / cost));
                });
            }
        } catch (IOException e) {
            throw new Refusal("the desk does not answer: " + e.getMessage());
        }
        return all;
    }

    private void signIn(Visitor visitor) throws IOException {
        String link = accounts.find(ORGANISER)
                .map(account -> invitations.link(account, Duration.ofMinutes(5)))
                .orElseThrow(() -> new Refusal("there is no " + ORGANISER + " here; use --home of a demo"));
        String page = visitor.get(link.substring(link.indexOf("/sign-in"))).text();
        Map<String, String> form = new HashMap<>(Map.of("token", link.substring(link.indexOf('=') + 1)));
        Matcher csrf = CSRF.matcher(page);
        if (csrf.find()) {
            form.put("_csrf", csrf.group(1));
        }
        visitor.post("/sign-in/token", form);
    }
}
