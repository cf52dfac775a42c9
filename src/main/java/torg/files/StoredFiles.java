package torg.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import torg.store.Db;
import torg.store.Id;

/// Keeps the pictures of editions. What a file is, is read from its bytes, never from its name.
@Component
public class StoredFiles {
    public static final int MAX_BYTES = 2 << 20;
    private static final int MAX_SIDE = 6_000;

    private final Db db;

    StoredFiles(Db db) {
        this.db = db;
    }

    /// What uploaded bytes turned out to be.
    public sealed interface Found {}

    /// @param width pixels, or null where the format is not read here (WebP)
    public record Picture(
            String mediaType,
            @Nullable Integer width,
            @Nullable Integer height,
            byte[] bytes) implements Found {}

    public record NoPicture(String reason) implements Found {}

    public static Found picture(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new NoPicture("is larger than " + (MAX_BYTES >> 20) + " MB");
        }
        String type = mediaType(bytes);
        if (type == null) {
            return new NoPicture("is not a picture in PNG, JPEG or WebP");
        }
        if (type.equals("image/webp")) {
            return new Picture(type, null, null, bytes);
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new NoPicture("cannot be read as a picture");
            }
            ImageReader reader = readers.next();
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            reader.dispose();
            return width > MAX_SIDE || height > MAX_SIDE
                    ? new NoPicture("is more than " + MAX_SIDE + " pixels wide or high")
                    : new Picture(type, width, height, bytes);
        } catch (IOException e) {
            return new NoPicture("cannot be read as a picture");
        }
    }

    private static @Nullable String mediaType(byte[] bytes) {
        if (starts(bytes, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return "image/png";
        }
        if (starts(bytes, 0, 0xff, 0xd8, 0xff)) {
            return "image/jpeg";
        }
        return starts(bytes, 0, 'R', 'I', 'F', 'F') && starts(bytes, 8, 'W', 'E', 'B', 'P') ? "image/webp" : null;
    }

    private static boolean starts(byte[] bytes, int offset, int... magic) {
        if (bytes.length < offset + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[offset + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    public void keep(Id edition, String name, Picture picture) {
        db.sql("""
                insert into stored_file (edition_id, name, sha256, media_type, width, height, bytes)
                values (:edition, :name, :sha256, :type, :width, :height, :bytes)
                on conflict (edition_id, name) do update set sha256 = excluded.sha256, media_type = excluded.media_type,
                    width = excluded.width, height = excluded.height, bytes = excluded.bytes
                """)
                .set("edition", edition)
                .set("name", name)
                .set("sha256", sha256(picture.bytes()))
                .set("type", picture.mediaType())
                .set("width", picture.width())
                .set("height", picture.height())
                .set("bytes", picture.bytes())
                .run();
    }

    public Optional<Picture> find(Id edition, String name) {
        return db.sql("""
                select media_type, width, height, bytes from stored_file where edition_id = :edition and name = :name
                """)
                .set("edition", edition)
                .set("name", name)
                .optional(row -> new Picture(
                        row.string("media_type"),
                        row.integerOrNull("width"),
                        row.integerOrNull("height"),
                        row.bytes("bytes")));
    }

    /// All files of an edition, by name.
    public Map<String, byte[]> all(Id edition) {
        Map<String, byte[]> files = new TreeMap<>();
        db.sql("select name, bytes from stored_file where edition_id = :edition")
                .set("edition", edition)
                .list(row -> files.put(row.string("name"), row.bytes("bytes")) == null);
        return files;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
