package torg.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

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

    private Brand(String slug, String hex) {
        colour = new BrandColour(hex);
        paving = Paving.of(slug, colour);
        pavingTile = Asset.hashed("/" + slug + "/paving.svg", "image/svg+xml", utf8(paving.tile()));
        pavingEdge = Asset.hashed("/" + slug + "/edge.svg", "image/svg+xml", utf8(paving.edge()));
        icon = Asset.hashed("/" + slug + "/icon.svg", "image/svg+xml", utf8(drawnIcon()));
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
        return List.of(stylesheet, pavingTile, pavingEdge, icon);
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
