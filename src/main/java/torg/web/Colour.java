package torg.web;

/// An sRGB colour, each channel from 0 to 1, as screens show it and as WCAG measures it.
///
/// OKLCH (Ottosson 2020, CSS Color 4) is used to make tones: there, equal lightness looks equally light.
public record Colour(double red, double green, double blue) {
    public static final Colour WHITE = hex("#ffffff");

    /// From `#1f5f8b`.
    public static Colour hex(String hex) {
        if (!hex.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("not a colour such as #1f5f8b: " + hex);
        }
        int value = Integer.parseInt(hex.substring(1), 16);
        return new Colour((value >> 16) / 255.0, (value >> 8 & 255) / 255.0, (value & 255) / 255.0);
    }

    /// The colour of this lightness (0 to 1), chroma and hue (degrees); with less chroma where no screen has so much.
    public static Colour oklch(double lightness, double chroma, double hue) {
        double less = chroma;
        double[] linear = linear(lightness, less, hue);
        while (less > 0 && (outside(linear[0]) || outside(linear[1]) || outside(linear[2]))) {
            less = Math.max(0, less - 0.002);
            linear = linear(lightness, less, hue);
        }
        return hex(new Colour(coded(linear[0]), coded(linear[1]), coded(linear[2])).hex());
    }

    private static double[] linear(double lightness, double chroma, double hue) {
        double a = chroma * Math.cos(Math.toRadians(hue));
        double b = chroma * Math.sin(Math.toRadians(hue));
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return new double[] {
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
        };
    }

    private static boolean outside(double linear) {
        return linear < -0.0005 || linear > 1.0005;
    }

    private static double cube(double value) {
        return value * value * value;
    }

    private static double coded(double linear) {
        double clamped = Math.clamp(linear, 0, 1);
        return clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * Math.pow(clamped, 1 / 2.4) - 0.055;
    }

    private static double decoded(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    /// Lightness, chroma and hue in OKLCH.
    public double[] oklch() {
        double r = decoded(red);
        double g = decoded(green);
        double b = decoded(blue);
        double l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        double m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        double s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        double bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        double hue = Math.toDegrees(Math.atan2(bb, a));
        return new double[] {
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, Math.hypot(a, bb), hue < 0 ? hue + 360 : hue
        };
    }

    /// The contrast of WCAG 2.2, from 1 to 21.
    public double contrast(Colour other) {
        double one = luminance() + 0.05;
        double two = other.luminance() + 0.05;
        return Math.max(one, two) / Math.min(one, two);
    }

    private double luminance() {
        return 0.2126 * decoded(red) + 0.7152 * decoded(green) + 0.0722 * decoded(blue);
    }

    public String hex() {
        return String.format("#%02x%02x%02x", Math.round(red * 255), Math.round(green * 255), Math.round(blue * 255));
    }
}
