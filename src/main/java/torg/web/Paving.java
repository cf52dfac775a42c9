package torg.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// An edition's own paving, seen from above: a pattern of stones that follows from its slug and its colour, the same
/// every time. A tile of it repeats without a seam.
public final class Paving {
    /// How stones are laid.
    public enum Bond {
        /// Courses of setts of differing width, as in the streets of Göteborg.
        SETTS,
        /// Slabs of granite for the feet, small setts between.
        SLABS,
        RUNNING,
        HERRINGBONE,
        DIAGONAL,
        HEXAGONS,
        /// Arcs laid like scales.
        FANS
    }

    private static final double JOINT = 1.2;

    private final Bond bond;
    private final List<Colour> tones;
    private final SplittableRandom chance;
    private final String id;
    private final List<StringBuilder> stones = new ArrayList<>();
    private double width;
    private double height;
    private String drawn = "";

    private Paving(String slug, Bond bond, BrandColour colour) {
        this.bond = bond;
        this.tones = colour.stones();
        this.chance = new SplittableRandom(seed(slug));
        this.id = "p" + Long.toString(seed(slug) >>> 40, 36);
        for (int i = 0; i < tones.size() - 1; i++) {
            stones.add(new StringBuilder());
        }
        lay();
    }

    public static Paving of(String slug, BrandColour colour) {
        Bond[] bonds = Bond.values();
        return of(slug, bonds[(int) Math.floorMod(seed(slug) >>> 8, (long) bonds.length)], colour);
    }

    static Paving of(String slug, Bond bond, BrandColour colour) {
        return new Paving(slug, bond, colour);
    }

    public Bond bond() {
        return bond;
    }

    /// FNV-1a with a finish, so that slugs that differ in one figure lie far apart.
    private static long seed(String slug) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < slug.length(); i++) {
            hash = (hash ^ slug.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        return hash ^ hash >>> 29;
    }

    /// One tile as an SVG file, to be repeated.
    public String tile() {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">%s</svg>"
                .formatted(n(width), n(height), n(width), n(height), drawn);
    }

    /// An SVG of any size that is paved all over: for share pictures, certificates, badges. Inline or as a file.
    public String area(int width, int height) {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%s"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"url(#%s)\"/></svg>")
                .formatted(width, height, width, height, pattern(), width, height, id);
    }

    /// The `pattern` element alone, for a drawing that fills shapes with `url(#…)`; see [#id].
    public String pattern() {
        return "<pattern id=\"%s\" width=\"%s\" height=\"%s\" patternUnits=\"userSpaceOnUse\">%s</pattern>"
                .formatted(id, n(width), n(height), drawn);
    }

    public String id() {
        return id;
    }

    private void lay() {
        switch (bond) {
            case SETTS -> setts();
            case SLABS -> slabs();
            case RUNNING -> running();
            case HERRINGBONE -> herringbone();
            case DIAGONAL -> diagonal();
            case HEXAGONS -> hexagons();
            case FANS -> fans();
        }
        StringBuilder all = new StringBuilder("<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>"
                .formatted(n(width), n(height), tones.getLast().hex()));
        for (int i = 0; i < stones.size(); i++) {
            if (!stones.get(i).isEmpty()) {
                all.append("<path fill=\"%s\" d=\"%s\"/>".formatted(tones.get(i).hex(), stones.get(i)));
            }
        }
        drawn = all + drawn;
    }

    private void setts() {
        double course = 15 + chance.nextInt(4);
        int courses = 6;
        width = 132;
        height = course * courses;
        for (int row = 0; row < courses; row++) {
            double x = chance.nextInt(12);
            double end = x + width;
            while (x < end) {
                double stone = 15 + chance.nextInt(12);
                if (end - x - stone < 14) {
                    stone = end - x;
                }
                stone(x, row * course, stone, course);
                x += stone;
            }
        }
    }

    private void slabs() {
        double slab = 44 + 4 * chance.nextInt(3);
        double sett = slab / 4;
        width = slab * 2.5 * 2;
        height = slab + sett * 3;
        double offset = chance.nextInt(20);
        for (int i = 0; i < 2; i++) {
            double wide = i == 0 ? width * 0.54 : width * 0.46;
            stone(offset + (i == 0 ? 0 : width * 0.54), 0, wide, slab);
        }
        int across = (int) Math.round(width / sett);
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < across; i++) {
                stone((i + row % 2 * 0.5) * width / across, slab + row * sett, width / across, sett);
            }
        }
    }

    private void running() {
        double stone = 36 + 4 * chance.nextInt(4);
        double course = 14 + chance.nextInt(4);
        double shift = chance.nextBoolean() ? 1 / 2.0 : 1 / 3.0;
        int courses = 6;
        width = stone * 4;
        height = course * courses;
        for (int row = 0; row < courses; row++) {
            for (int i = 0; i < 4; i++) {
                stone((i + row * shift % 1) * stone, row * course, stone, course);
            }
        }
    }

    /// Bricks of 2:1 in an L that repeats every four half-bricks.
    private void herringbone() {
        double half = 14 + chance.nextInt(5);
        int size = 4;
        width = half * size;
        height = half * size;
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < size; i++) {
                switch (Math.floorMod(i - row, size)) {
                    case 0 -> stone(i * half, row * half, half * 2, half);
                    case 2 -> stone(i * half, row * half - half, half, half * 2);
                    default -> {}
                }
            }
        }
    }

    private void diagonal() {
        double half = 13 + chance.nextInt(4);
        int size = 4;
        width = half * 2 * size;
        height = half * 2 * (size - 1);
        for (int row = 0; row < (size - 1) * 2; row++) {
            for (int i = 0; i < size; i++) {
                double x = (i * 2 + 1 + row % 2) * half;
                double y = (row + 1) * half;
                double r = half - JOINT * 0.75;
                polygon(tone(), x, y - r, x + r, y, x, y + r, x - r, y);
            }
        }
    }

    private void hexagons() {
        double side = 15 + chance.nextInt(5);
        double across = side * Math.sqrt(3);
        int size = 4;
        width = across * size;
        height = side * 1.5 * size;
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < size; i++) {
                double x = (i + row % 2 * 0.5 + 0.5) * across;
                double y = row * side * 1.5 + side;
                double[] points = new double[12];
                for (int k = 0; k < 6; k++) {
                    double r = side - JOINT / 2 * 1.15;
                    points[2 * k] = x + r * Math.sin(Math.PI / 3 * k);
                    points[2 * k + 1] = y - r * Math.cos(Math.PI / 3 * k);
                }
                polygon(tone(), points);
            }
        }
    }

    /// Scales of concentric arcs. Each arc is one stroke whose dashes are the stones, and a second one over it that
    /// colours some of them.
    private void fans() {
        double course = 11 + chance.nextInt(3);
        int rings = 5;
        double radius = course * rings;
        width = radius * 2;
        height = radius;
        StringBuilder fan =
                new StringBuilder("<g id=\"%sf\" fill=\"none\" stroke-width=\"%s\"><circle r=\"%s\" fill=\"%s\"/>"
                        .formatted(
                                id,
                                n(course - JOINT),
                                n(radius),
                                tones.getLast().hex()));
        for (int ring = 0; ring < rings; ring++) {
            double r = radius - (ring + 0.5) * course;
            int count = Math.max(6, (int) Math.round(2 * Math.PI * r / (course * 1.25)));
            double stone = 2 * Math.PI * r / count;
            String gap = n(stone - JOINT) + " " + n(JOINT);
            int skip = 2 + chance.nextInt(3);
            fan.append("<circle r=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s\"/>"
                    .formatted(n(r), tones.get(0).hex(), gap));
            fan.append("<circle r=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s %s\"/>"
                    .formatted(
                            n(r), tones.get(1 + chance.nextInt(3)).hex(), n(stone - JOINT), n(stone * skip + JOINT)));
        }
        StringBuilder all = new StringBuilder("<defs>" + fan + "</g></defs>");
        for (int row = -1; row <= 3; row++) {
            for (int i = -1; i <= 1; i++) {
                double x = (i + Math.floorMod(row, 2) * 0.5 + 0.5) * width;
                all.append("<use href=\"#%sf\" x=\"%s\" y=\"%s\"/>".formatted(id, n(x), n(row * radius / 2)));
            }
        }
        drawn = all.toString();
    }

    /// A stone with its joint; what reaches over an edge of the tile comes in again at the other.
    private void stone(double x, double y, double wide, double high) {
        int tone = tone();
        for (double left = x - Math.floor(x / width) * width; left > -wide; left -= width) {
            for (double top = y < 0 ? y + height : y; top > -high; top -= height) {
                stones.get(tone)
                        .append("M%s %sh%sv%sh%sz"
                                .formatted(
                                        n(left + JOINT / 2),
                                        n(top + JOINT / 2),
                                        n(wide - JOINT),
                                        n(high - JOINT),
                                        n(JOINT - wide)));
            }
        }
    }

    private void polygon(int tone, double... points) {
        double right = 0;
        double bottom = 0;
        for (int i = 0; i < points.length; i += 2) {
            right = Math.max(right, points[i]);
            bottom = Math.max(bottom, points[i + 1]);
        }
        for (int overX = 0; overX <= (right > width ? 1 : 0); overX++) {
            for (int overY = 0; overY <= (bottom > height ? 1 : 0); overY++) {
                StringBuilder path = stones.get(tone);
                for (int i = 0; i < points.length; i += 2) {
                    path.append(i == 0 ? "M" : "L")
                            .append(n(points[i] - overX * width))
                            .append(' ')
                            .append(n(points[i + 1] - overY * height));
                }
                path.append('z');
            }
        }
    }

    /// Most stones are of the first tone, few of the last.
    private int tone() {
        int of = chance.nextInt(10);
        return of < 5 ? 0 : of < 7 ? 1 : of < 9 ? 2 : 3;
    }

    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
