package torg.access;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import torg.text.Language;

/// The principal of a session: only what hardly ever changes; roles are looked up on each request.
record SignedIn(UUID id, String email, String name, String language, boolean administrator) implements UserDetails {
    private static final long serialVersionUID = 1L;

    Account account() {
        return new Account(new Account.AccountId(id), email, name, new Language(language), administrator);
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return List.of();
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public String getUsername() {
        return email;
    }
}
