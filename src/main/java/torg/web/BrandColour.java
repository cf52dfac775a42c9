package torg.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/// The tones that follow from an edition's one colour. Whatever the colour: text has a contrast of at least 4.5 with
/// what it stands on, edges 3, in light and in dark.
public final class BrandColour {
    /// The grounds that `tokens.css` sets, before the hue tints them (by too little to matter here).
    static final Colour LIGHT_GROUND = Colour.oklch(0.985, 0.004, 90);

    static final Colour DARK_GROUND = Colour.oklch(0.18, 0.012, 250);
    static final Colour DARK_SURFACE = Colour.oklch(0.225, 0.014, 250);
    static final Colour INK = Colour.oklch(0.2, 0.01, 250);

    private static final double TEXT = 4.6;
    private static final double EDGE = 3.1;

    private final double lightness;
    private final double chroma;
    private final double hue;

    public BrandColour(String hex) {
        double[] oklch = Colour.hex(hex).oklch();
        lightness = oklch[0];
        chroma = Math.min(oklch[1], 0.19);
        hue = oklch[2];
    }

    public double hue() {
        return hue;
    }

    /// Links and brand-coloured words on the light grounds.
    public Colour linkOnLight() {
        return darker(
                Math.min(lightness, 0.52),
                tone -> tone.contrast(wash()) >= TEXT && tone.contrast(LIGHT_GROUND) >= TEXT);
    }

    public Colour linkOnDark() {
        return lighter(
                Math.max(lightness, 0.72),
                tone -> tone.contrast(darkWash()) >= TEXT && tone.contrast(DARK_SURFACE) >= TEXT);
    }

    /// The fill of the main action on light grounds; [#on] is the text on it.
    public Colour fillOnLight() {
        return darker(Math.min(lightness, 0.6), tone -> tone.contrast(LIGHT_GROUND) >= EDGE && readable(tone));
    }

    public Colour fillOnDark() {
        return lighter(Math.max(lightness, 0.62), tone -> tone.contrast(DARK_SURFACE) >= EDGE && readable(tone));
    }

    /// A ground for what is chosen or belongs to the edition.
    public Colour wash() {
        return Colour.oklch(0.955, Math.min(chroma, 0.022), hue);
    }

    public Colour darkWash() {
        return Colour.oklch(0.275, Math.min(chroma, 0.04), hue);
    }

    /// White or ink: what is read better on this tone.
    static Colour on(Colour tone) {
        return tone.contrast(Colour.WHITE) >= tone.contrast(INK) ? Colour.WHITE : INK;
    }

    private static boolean readable(Colour tone) {
        return tone.contrast(on(tone)) >= TEXT;
    }

    /// Five tones of stone, the last being the joint between them; [#onStone] reads on all of them.
    public List<Colour> stones() {
        boolean dark = lightness < 0.7;
        double middle = dark ? Math.clamp(lightness, 0.34, 0.47) : Math.clamp(lightness, 0.8, 0.88);
        double[] steps = {0, 0.032, -0.03, 0.06, dark ? -0.075 : -0.12};
        double[] greyer = {1, 0.85, 1, 0.7, 0.8};
        double[] turned = {0, 4, -5, 8, -8};
        for (; ; middle += dark ? -0.01 : 0.01) {
            List<Colour> tones = new ArrayList<>();
            for (int i = 0; i < steps.length; i++) {
                tones.add(Colour.oklch(
                        Math.clamp(middle + steps[i], 0, 0.97), chroma * 0.8 * greyer[i], hue + turned[i]));
            }
            Colour ink = dark ? Colour.WHITE : INK;
            if (tones.stream().allMatch(tone -> tone.contrast(ink) >= TEXT)) {
                return List.copyOf(tones);
            }
        }
    }

    public Colour onStone() {
        return lightness < 0.7 ? Colour.WHITE : INK;
    }

    private Colour darker(double from, Predicate<Colour> enough) {
        return searched(from, -0.005, enough, this::tone);
    }

    private Colour lighter(double from, Predicate<Colour> enough) {
        return searched(from, 0.005, enough, this::tone);
    }

    private Colour tone(double lightness) {
        return Colour.oklch(lightness, chroma, hue);
    }

    private static Colour searched(double from, double step, Predicate<Colour> enough, DoubleFunction<Colour> tone) {
        for (double lightness = from; lightness >= 0 && lightness <= 1; lightness += step) {
            Colour found = tone.apply(lightness);
            if (enough.test(found)) {
                return found;
            }
        }
        return step < 0 ? INK : Colour.WHITE;
    }
}
