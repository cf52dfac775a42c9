package torg.access;

import org.jspecify.annotations.Nullable;

/// Where to go after signing in: an address within this site, never one that a stranger made up.
final class Targets {
    private Targets() {}

    static String safe(@Nullable String target) {
        return target != null && target.matches("/[A-Za-z0-9/._?&=-]*") && !target.startsWith("//")
                ? target
                : "/account";
    }
}
