package torg.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// The installation's own key, from which links are derived: `TORG_SECRET`, the same on all nodes, or
/// `HOME/secret.key`.
/// Never in the database and never in a backup.
@Component
public class InstallationKey {
    private static final int MIN_LENGTH = 32;
    private final SecretKeySpec key;

    InstallationKey(Settings settings) {
        String secret = settings.secret() == null ? fromFile(settings.home()) : settings.secret();
        if (secret.length() < MIN_LENGTH) {
            throw new Refusal("secret must have at least " + MIN_LENGTH + " characters");
        }
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    private static String fromFile(Path home) {
        Path file = home.resolve("secret.key");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                Files.createDirectories(home);
                try {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
                } catch (FileAlreadyExistsException e) {
                    // another process made it meanwhile
                }
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Refusal("cannot read or make " + file + ": " + e.getMessage());
        }
    }

    /// A secret that follows from these parts and this key: 32 characters of base64url, HMAC-SHA256 (RFC 2104).
    public String derive(String purpose, Object... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes(purpose, parts))
                .substring(0, 32);
    }

    /// The same as 32 bytes, for a key.
    byte[] bytes(String purpose, Object... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            for (Object part : parts) {
                mac.update((byte) 0);
                mac.update(part.toString().getBytes(StandardCharsets.UTF_8));
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
