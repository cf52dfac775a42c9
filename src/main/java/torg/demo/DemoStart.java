package torg.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import torg.access.Account;
import torg.access.Accounts;
import torg.access.Invitations;
import torg.edition.Edition;
import torg.edition.EditionFiles;
import torg.edition.EditionId;
import torg.edition.Editions;
import torg.edition.Role;
import torg.edition.Roles;
import torg.store.AfterStart;
import torg.store.By;
import torg.store.ConferenceClock;
import torg.store.Refusal;
import torg.store.Settings;
import torg.text.Language;

/// Makes a demo of this installation, if it is to be one.
@Component
class DemoStart implements AfterStart {
    private static final Logger LOG = LoggerFactory.getLogger(DemoStart.class);
    static final String LIVING = "exempelkonferensen";
    private static final List<String> EXAMPLES = List.of("offentliga-rummet-2018", LIVING);
    private static final Duration LINKS_VALID = Duration.ofHours(12);

    private final Settings settings;
    private final EditionFiles files;
    private final Editions editions;
    private final ConferenceClock clock;
    private final Accounts accounts;
    private final Roles roles;
    private final Invitations invitations;
    private final MadeUpParticipants participants;
    private final MadeUpOrders orders;
    private final MadeUpChoices choices;
    private final MadeUpChanges changes;

    DemoStart(
            Settings settings,
            EditionFiles files,
            Editions editions,
            ConferenceClock clock,
            Accounts accounts,
            Roles roles,
            Invitations invitations,
            MadeUpParticipants participants,
            MadeUpOrders orders,
            MadeUpChoices choices,
            MadeUpChanges changes) {
        this.settings = settings;
        this.files = files;
        this.editions = editions;
        this.clock = clock;
        this.accounts = accounts;
        this.roles = roles;
        this.invitations = invitations;
        this.participants = participants;
        this.orders = orders;
        this.choices = choices;
        this.changes = changes;
    }

    @Override
    public void run() {
        Settings.Demo demo = settings.demo();
        if (demo == null) {
            return;
        }
        Path examples = Path.of(System.getProperty("torg.install", ".")).resolve("examples");
        EXAMPLES.stream()
                .filter(name -> editions.draft(name).isEmpty()) // what somebody changed in it stays
                .forEach(name -> bring(examples.resolve(name)));
        editions.published(LIVING).ifPresent(edition -> {
            clock.set(time(demo, edition));
            if (participants.fill(edition, demo.participants())) {
                orders.fill(edition);
                participants.spread(edition);
                choices.fill(edition);
                changes.fill(edition);
                participants.forgetLetters(edition.id());
            }
            participants.comeIn(edition);
            cast(edition);
        });
        System.out.println("Mails     " + settings.baseUrl() + "/dev/mail");
    }

    private void bring(Path folder) {
        if (!Files.isDirectory(folder)) {
            LOG.warn("there is no example in {}", folder);
            return;
        }
        try {
            var outcome = files.read(By.system("demo"), folder, new EditionFiles.Mode(false, false, true));
            if (outcome instanceof EditionFiles.Outcome.Refused(var problems)) {
                throw new Refusal(folder + " has problems: " + problems);
            }
        } catch (IOException e) {
            throw new Refusal(folder + " cannot be read: " + e.getMessage());
        }
    }

    /// What the clock shows in a scene, unless it was said.
    private static Instant time(Settings.Demo demo, Edition edition) {
        ZoneId zone = edition.timeZone();
        LocalDateTime said = demo.at();
        if (said != null) {
            return said.atZone(zone).toInstant();
        }
        var first = edition.firstDay();
        var second = first.plusDays(edition.days().size() > 1 ? 1 : 0);
        return switch (demo.scene()) {
            case REGISTRATION -> first.minusDays(90).atTime(10, 0).atZone(zone).toInstant();
            case WEEK_BEFORE -> first.minusDays(7).atTime(10, 0).atZone(zone).toInstant();
            case VOTE_DAY -> second.atTime(9, 40).atZone(zone).toInstant();
            case AFTER ->
                edition.lastDay().plusDays(7).atTime(10, 0).atZone(zone).toInstant();
        };
    }

    private record Member(String email, String name, List<Role> roles) {}

    private static final List<Member> CAST = List.of(
            new Member("olivia.organisator@example.org", "Olivia Organisatör", List.of(Role.ORGANISER)),
            new Member("viktor.vard@example.org", "Viktor Värd", List.of(Role.HOST_EDITOR)),
            new Member("jasmin.juror@example.org", "Jasmin Juror", List.of(Role.JUROR)),
            new Member("dan.dorr@example.org", "Dan Dörr", List.of(Role.DOOR)),
            new Member("olle.omsorg@example.org", "Olle Omsorg", List.of(Role.CARE, Role.PROTECTION)));

    /// The organisation that arranges most of what can be chosen.
    private static String host(Edition edition) {
        return edition.organisations().stream()
                .map(Edition.Organisation::key)
                .filter("natverk-arkiv"::equals)
                .findFirst()
                .orElseThrow();
    }

    /// Gives the named cast their roles and prints a link for each.
    private void cast(Edition edition) {
        for (Member member : CAST) {
            Account account = accounts.known(member.email, member.name, Language.SV, false);
            EditionId id = edition.id();
            member.roles.forEach(role ->
                    roles.grant(By.system("demo"), id, account, role, role == Role.HOST_EDITOR ? host(edition) : null));
            System.out.printf("%-20s %s%n", member.name, invitations.link(account, LINKS_VALID));
        }
        System.out.printf("%-20s %s%n", "Siv Samordnare", settings.baseUrl() + orders.coordinatorsPage(edition));
        System.out.printf("%-20s %s%n", "Pia Participant", settings.baseUrl() + participants.personalPage(edition));
    }
}
