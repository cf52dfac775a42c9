package torg.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids that follow from a local key, so that an import can be repeated and a copied edition gets ids of its own.
public final class LocalIds {
    private static final UUID NAMESPACE = UUID.fromString("5f1d0a4e-6a0b-4f0e-9a3b-70726f746f72");

    private LocalIds() {}

    /// The id of the edition (or conference) with this slug on any installation.
    public static UUID of(String kind, String key) {
        return v5(NAMESPACE, kind + "/" + key);
    }

    /// The id of the thing of this kind and key in this edition.
    public static UUID of(Id edition, String kind, String key) {
        return v5(edition.value(), kind + "/" + key);
    }

    /// UUID version 5 (RFC 9562, section 5.5).
    static UUID v5(UUID namespace, String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .array());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            long high = hash.getLong() & 0xffff_ffff_ffff_0fffL | 0x5000L;
            long low = hash.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
