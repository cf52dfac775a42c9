package torg.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// Seals what nobody may read in a database or its backup: AES-256-GCM (NIST SP 800-38D) under a key that follows from
/// the installation's. A sealed value opens only where it belongs.
@Component
public class Sealed {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;
    private final String keyId;

    public Sealed(InstallationKey installation) {
        this.key = new SecretKeySpec(installation.bytes("sealed"), "AES");
        this.keyId = installation.derive("sealed-key-id").substring(0, 8);
    }

    /// Tells one installation's key from another's; says nothing about the key.
    public String keyId() {
        return keyId;
    }

    /// @param place where it belongs, such as edition, person and kind: opening it anywhere else fails
    /// @return version, nonce, cipher text, tag
    public byte[] seal(String plain, Object... place) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain.getBytes(StandardCharsets.UTF_8), place);
        return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
                .put(VERSION)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /// @throws IllegalStateException where it was sealed for another place, under another key, or was changed
    public String open(byte[] sealed, Object... place) {
        if (sealed.length <= 1 + NONCE_BYTES || sealed[0] != VERSION) {
            throw new IllegalStateException("not sealed in a way that is known");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        byte[] rest = Arrays.copyOfRange(sealed, 1 + NONCE_BYTES, sealed.length);
        return new String(run(Cipher.DECRYPT_MODE, nonce, rest, place), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, Object... place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(Arrays.stream(place)
                    .map(Object::toString)
                    .collect(Collectors.joining("\0", VERSION + "\0", ""))
                    .getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot be sealed or opened for " + Arrays.toString(place), e);
        }
    }
}
