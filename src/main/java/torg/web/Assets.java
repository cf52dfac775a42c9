package torg.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The program's own files below `/static/`: style, script, fonts. Their addresses have a hash in them and so can be
/// kept for ever.
public final class Assets {
    /// The style sheet is sent as one. Each of its files is one cascade layer, the later ones stronger; `brand` is an
    /// edition's own sheet.
    private static final List<String> LAYERS =
            List.of("reset", "tokens", "brand", "base", "layout", "components", "utilities", "contrast");

    private static final Pattern NAME = Pattern.compile("[a-z]+/[a-z0-9]+(-[a-z0-9]+)*\\.[a-z0-9]+");
    private static final Pattern ADDRESS =
            Pattern.compile("/static/([a-z]+/[a-z0-9-]+)-[A-Za-z0-9_-]{12}(\\.[a-z0-9]+)");
    private static final Pattern URL = Pattern.compile("url\\(\"\\.\\./([^\")]+)\"\\)");

    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s+");

    private static final Map<String, Asset> READ = new ConcurrentHashMap<>();

    private Assets() {}

    /// The address of a file: `href("css/torg.css")`.
    public static String href(String name) {
        return asset(name)
                .orElseThrow(() -> new IllegalArgumentException("no file static/" + name))
                .href();
    }

    /// The file at this address. One whose hash is of another version is not found: pages of this version do not ask
    /// for it.
    public static Optional<Asset> find(String path) {
        for (Asset asset : Brand.TORG.assets()) {
            if (asset.href().equals(path)) {
                return Optional.of(asset);
            }
        }
        Matcher address = ADDRESS.matcher(path);
        return address.matches()
                ? asset(address.group(1) + address.group(2))
                        .filter(asset -> asset.href().equals(path))
                : Optional.empty();
    }

    private static Optional<Asset> asset(String name) {
        Asset known = READ.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = name.equals("css/torg.css") ? Optional.of(style()) : read(name);
        return bytes.map(content -> {
            Asset asset = Asset.hashed("/static/" + name, mediaType(name), content);
            READ.put(name, asset);
            return asset;
        });
    }

    /// All layers in one, without what only its readers need: comments and indentation.
    private static byte[] style() {
        StringBuilder whole = new StringBuilder("@layer " + String.join(",", LAYERS) + ",print;\n");
        for (String layer : LAYERS) {
            read("css/" + layer + ".css")
                    .ifPresent(css -> whole.append("@layer ")
                            .append(layer)
                            .append(" {\n")
                            .append(COMMENT.matcher(new String(css, StandardCharsets.UTF_8))
                                    .replaceAll(""))
                            .append("}\n"));
        }
        return URL.matcher(whole)
                .replaceAll(match -> "url(\"" + href(match.group(1)) + "\")")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream("static/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "woff2" -> "font/woff2";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            case "txt" -> "text/plain;charset=utf-8";
            case "webmanifest" -> "application/manifest+json";
            default -> "application/octet-stream";
        };
    }
}
