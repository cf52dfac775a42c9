package torg.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The public pages of this node, rendered and compressed, by address. Bounded by count and by bytes: what does not fit
/// is rendered for each request.
@Component
public class PublishedPages {
    private static final int MAX_PAGES = 20_000;
    private static final long MAX_BYTES = 256L << 20;
    /// While one request renders a page anew, others still get the old one, for at most this long.
    private static final long GRACE_NANOS = 3_000_000_000L;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Map<String, Kept> pages = new ConcurrentHashMap<>();
    private long bytes;
    private volatile long generation;

    /// The page at this address, or null where there is none or the asker should render it anew.
    @Nullable
    Kept find(String path) {
        Kept kept = pages.get(path);
        if (kept == null) {
            return null;
        }
        long late = System.nanoTime() - kept.freshUntilNanos;
        if (late < 0) {
            return kept;
        }
        return late > GRACE_NANOS || kept.renewing.compareAndSet(false, true) ? null : kept;
    }

    /// Counts up whenever something is published. Take it before rendering; [#keep] refuses what was rendered before.
    public long generation() {
        return generation;
    }

    /// @return the page as it is answered, also where it is not kept
    Kept keep(String path, PublicPage page, long renderedAtGeneration) {
        Kept kept = new Kept(page);
        keep(path, kept, renderedAtGeneration);
        return kept;
    }

    private synchronized void keep(String path, Kept kept, long renderedAtGeneration) {
        if (renderedAtGeneration != generation || pages.size() >= MAX_PAGES) {
            return;
        }
        Kept before = pages.get(path);
        long grown = bytes + kept.size() - (before == null ? 0 : before.size());
        if (grown <= MAX_BYTES) {
            pages.put(path, kept);
            bytes = grown;
        }
    }

    /// Forgets the pages of this group, because something in it was published.
    public synchronized void forget(String group) {
        generation++;
        pages.values().removeIf(kept -> {
            boolean gone = kept.group.equals(group) || kept.group.isEmpty();
            if (gone) {
                bytes -= kept.size();
            }
            return gone;
        });
    }

    public synchronized void forgetAll() {
        generation++;
        pages.clear();
        bytes = 0;
    }

    public int size() {
        return pages.size();
    }

    /// A page with everything about its answer made beforehand.
    static final class Kept {
        private final String group;
        private final long freshUntilNanos;
        private final Instant made = Instant.now();
        private final AtomicBoolean renewing = new AtomicBoolean();
        final Variant plain;
        final @Nullable Variant gzip;

        Kept(PublicPage page) {
            this.group = page.group();
            this.freshUntilNanos = System.nanoTime() + page.freshFor().toNanos();
            String hash = hash(page.body());
            this.plain = new Variant(page, page.body(), '"' + hash + '"', null, made);
            byte[] compressed = compressible(page.mediaType()) ? compressed(page.body()) : page.body();
            this.gzip = compressed.length < page.body().length
                    ? new Variant(page, compressed, '"' + hash + "-gz\"", "gzip", made)
                    : null;
        }

        Variant variant(@Nullable String acceptEncoding) {
            return gzip != null && acceptEncoding != null && acceptEncoding.contains("gzip") ? gzip : plain;
        }

        /// @param millis a time in whole seconds, -1 where nobody asked
        boolean notModifiedSince(long millis) {
            return made.getEpochSecond() * 1000 <= millis;
        }

        long size() {
            return plain.body.capacity() + (gzip == null ? 0L : gzip.body.capacity());
        }
    }

    /// One encoding of a page: its bytes and all its headers.
    static final class Variant {
        final String etag;
        final HttpFields headers;
        final HttpFields headersNotModified;
        private final ByteBuffer body;

        Variant(PublicPage page, byte[] bytes, String etag, @Nullable String encoding, Instant made) {
            this.etag = etag;
            this.body =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
            HttpFields.Mutable fields = HttpFields.build();
            SecurityHeaders.ALL.forEach(fields::put);
            fields.put(HttpHeader.CACHE_CONTROL, "no-cache");
            fields.put(HttpHeader.LAST_MODIFIED, HTTP_DATE.format(made));
            fields.put(HttpHeader.VARY, "Accept-Encoding");
            fields.put(HttpHeader.ETAG, etag);
            page.headers().forEach(fields::put);
            this.headersNotModified = frozen(fields);
            fields.put(HttpHeader.CONTENT_TYPE, page.mediaType());
            fields.put(HttpHeader.CONTENT_LENGTH, bytes.length);
            if (encoding != null) {
                fields.put(HttpHeader.CONTENT_ENCODING, encoding);
            }
            this.headers = frozen(fields);
        }

        ByteBuffer body() {
            return body.duplicate();
        }

        byte[] bytes() {
            byte[] bytes = new byte[body.capacity()];
            body().get(bytes);
            return bytes;
        }

        private static HttpFields frozen(HttpFields.Mutable fields) {
            HttpFields.Mutable copy = HttpFields.build();
            for (HttpField field : fields) {
                copy.add(new org.eclipse.jetty.http.PreEncodedHttpField(
                        field.getHeader(), field.getName(), field.getValue()));
            }
            return copy.asImmutable();
        }
    }

    static String hash(byte[] bytes) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(sha256)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean compressible(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.contains("json")
                || mediaType.contains("xml")
                || mediaType.contains("javascript");
    }

    private static byte[] compressed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
