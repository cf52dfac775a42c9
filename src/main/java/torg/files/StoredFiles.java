package torg.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.List;
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
    /// Where pictures lie among the files of an edition.
    public static final String IMAGES = "images/";

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

    public record NoPicture(Reason reason) implements Found {}

    /// Why bytes are not taken as a picture.
    public enum Reason {
        TOO_LARGE("is larger than " + (MAX_BYTES >> 20) + " MB"),
        WRONG_KIND("is not a picture in PNG, JPEG or WebP"),
        UNREADABLE("cannot be read as a picture"),
        TOO_WIDE("is more than " + MAX_SIDE + " pixels wide or high");

        private final String english;

        Reason(String english) {
            this.english = english;
        }

        /// For the problems of an import: follows the file's name.
        public String english() {
            return english;
        }
    }

    public static Found picture(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new NoPicture(Reason.TOO_LARGE);
        }
        String type = mediaType(bytes);
        if (type == null) {
            return new NoPicture(Reason.WRONG_KIND);
        }
        if (type.equals("image/webp")) {
            return new Picture(type, null, null, bytes);
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return new NoPicture(Reason.UNREADABLE);
            }
            ImageReader reader = readers.next();
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            reader.dispose();
            return width > MAX_SIDE || height > MAX_SIDE
                    ? new NoPicture(Reason.TOO_WIDE)
                    : new Picture(type, width, height, bytes);
        } catch (IOException e) {
            return new NoPicture(Reason.UNREADABLE);
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

    /// Puts it in the place of what had this name.
    public void keep(Id edition, String name, Picture picture) {
        insert(edition, name, picture, """
                do update set sha256 = excluded.sha256, media_type = excluded.media_type,
                    width = excluded.width, height = excluded.height, bytes = excluded.bytes
                """);
    }

    /// @return false where there is a file of this name, which stays as it is
    public boolean add(Id edition, String name, Picture picture) {
        return insert(edition, name, picture, "do nothing") == 1;
    }

    private int insert(Id edition, String name, Picture picture, String whereThereIsOne) {
        return db.sql("""
                insert into stored_file (edition_id, name, sha256, media_type, width, height, bytes)
                values (:edition, :name, :sha256, :type, :width, :height, :bytes)
                on conflict (edition_id, name)
                """ + whereThereIsOne)
                .set("edition", edition)
                .set("name", name)
                .set("sha256", sha256(picture.bytes()))
                .set("type", picture.mediaType())
                .set("width", picture.width())
                .set("height", picture.height())
                .set("bytes", picture.bytes())
                .run();
    }

    /// What is kept, without its bytes.
    public record Kept(
            String name, @Nullable Integer width, @Nullable Integer height, int bytes) {
        public String fileName() {
            return name.substring(name.lastIndexOf('/') + 1);
        }

        public int kibibytes() {
            return (bytes + 1023) / 1024;
        }
    }

    /// @param folder how the names begin
    public List<Kept> list(Id edition, String folder) {
        return db.sql("""
                select name, width, height, length(bytes) as bytes
                from stored_file
                where edition_id = :edition and starts_with(name, :folder)
                order by name
                """)
                .set("edition", edition)
                .set("folder", folder)
                .list(row -> new Kept(
                        row.string("name"),
                        row.integerOrNull("width"),
                        row.integerOrNull("height"),
                        row.integer("bytes")));
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
