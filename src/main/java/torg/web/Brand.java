package torg.web;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/// How an edition looks: its tones as a style sheet and its paving as files, all below the edition's address with
/// a hash in the name. The edition's pages link to them; a handler serves [#assets] as they are.
public final class Brand {
    /// The program's own, for pages without edition: granite.
    static final Brand TORG = of("static/torg", "#4d5866");

    private final BrandColour colour;
    private final Paving paving;
    private final Asset stylesheet;
    private final Asset pavingTile;
    private final Asset pavingEdge;
    private final Asset icon;
    private final Map<Integer, Asset> appIcons = new TreeMap<>();

    private Brand(String slug, String hex) {
        colour = new BrandColour(hex);
        paving = Paving.of(slug, colour);
        pavingTile = Asset.hashed("/" + slug + "/paving.svg", "image/svg+xml", utf8(paving.tile()));
        pavingEdge = Asset.hashed("/" + slug + "/edge.svg", "image/svg+xml", utf8(paving.edge()));
        icon = Asset.hashed("/" + slug + "/icon.svg", "image/svg+xml", utf8(drawnIcon()));
        for (int size : List.of(192, 512)) {
            appIcons.put(size, Asset.hashed("/" + slug + "/app.png", "image/png", drawnAppIcon(size)));
        }
        stylesheet = Asset.hashed("/" + slug + "/brand.css", "text/css;charset=utf-8", utf8(css()));
    }

    /// From an edition's slug and its colour, such as `#1f5f8b`.
    public static Brand of(String slug, String hex) {
        return new Brand(slug, hex);
    }

    public BrandColour colour() {
        return colour;
    }

    public Paving paving() {
        return paving;
    }

    /// `/{edition}/brand-{hash}.css`
    public Asset stylesheet() {
        return stylesheet;
    }

    /// `/{edition}/paving-{hash}.svg`
    public Asset pavingTile() {
        return pavingTile;
    }

    /// `/{edition}/edge-{hash}.svg`
    public Asset pavingEdge() {
        return pavingEdge;
    }

    /// `/{edition}/icon-{hash}.svg`: stones around the one that everybody meets at.
    public Asset icon() {
        return icon;
    }

    /// `/{edition}/app-{hash}.png`: the same for home screens, which cut its corners themselves; by its width in
    /// pixels.
    public Map<Integer, Asset> appIcons() {
        return Collections.unmodifiableMap(appIcons);
    }

    private byte[] drawnAppIcon(int size) {
        List<Colour> stones = colour.stones();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D drawing = image.createGraphics();
        drawing.scale(size / 32.0, size / 32.0);
        fill(drawing, stones.getLast(), new int[] {0, 0, 32, 32});
        fill(drawing, stones.get(0), new int[] {3, 3, 12, 8}, new int[] {17, 21, 12, 8}, new int[] {3, 13, 4, 6});
        fill(drawing, stones.get(1), new int[] {17, 3, 12, 8}, new int[] {3, 21, 12, 8}, new int[] {25, 13, 4, 6});
        fill(drawing, colour.onStone(), new int[] {9, 13, 14, 6});
        drawing.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static void fill(Graphics2D drawing, Colour colour, int[]... stones) {
        drawing.setColor(java.awt.Color.decode(colour.hex()));
        for (int[] stone : stones) {
            drawing.fillRect(stone[0], stone[1], stone[2], stone[3]);
        }
    }

    private String drawnIcon() {
        List<Colour> stones = colour.stones();
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
                <rect width="32" height="32" rx="4" fill="%s"/>\
                <path fill="%s" d="M3 3h12v8H3zM17 21h12v8H17zM3 13h4v6H3z"/>\
                <path fill="%s" d="M17 3h12v8H17zM3 21h12v8H3zM25 13h4v6h-4z"/>\
                <path fill="%s" d="M9 13h14v6H9z"/></svg>""".formatted(
                        stones.getLast().hex(),
                        stones.get(0).hex(),
                        stones.get(1).hex(),
                        colour.onStone().hex());
    }

    /// All of them: what a handler serves below the edition's address.
    public List<Asset> assets() {
        List<Asset> all = new ArrayList<>(List.of(stylesheet, pavingTile, pavingEdge, icon));
        all.addAll(appIcons.values());
        return List.copyOf(all);
    }

    private String css() {
        var light = colour.fillOnLight();
        var dark = colour.fillOnDark();
        return String.format(
                Locale.ROOT,
                """
                @layer brand{:root{
                --hue:%.1f;
                --brand:light-dark(%s,%s);
                --on-brand:light-dark(%s,%s);
                --link:light-dark(%s,%s);
                --wash:light-dark(%s,%s);
                --stone:%s;
                --on-stone:%s;
                --paving:url("%s");
                --paving-edge:url("%s");
                --tile-width:%.1fpx;
                --tile-height:%.1fpx;
                --edge-height:%.1fpx;
                }}
                """,
                colour.hue(),
                light.hex(),
                dark.hex(),
                BrandColour.on(light).hex(),
                BrandColour.on(dark).hex(),
                colour.linkOnLight().hex(),
                colour.linkOnDark().hex(),
                colour.wash().hex(),
                colour.darkWash().hex(),
                colour.stones().getFirst().hex(),
                colour.onStone().hex(),
                pavingTile.href(),
                pavingEdge.href(),
                paving.width(),
                paving.height(),
                paving.edgeHeight());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
