package torg.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// An edition's own paving, seen from above: a pattern of stones that follows from its slug and its colour, the same
/// every time. A tile of it repeats without a seam; at its edge the stones are still being laid.
public final class Paving {
    /// How stones are laid.
    public enum Bond {
        /// Courses of setts of differing width, as in the streets of Göteborg.
        SETTS,
        /// Slabs of granite for the feet, setts between them, as on its pavements.
        SLABS,
        RUNNING,
        HERRINGBONE,
        DIAGONAL,
        HEXAGONS,
        /// Arcs laid like scales.
        FANS
    }

    private static final double JOINT = 1.3;

    private final Bond bond;
    private final List<Colour> tones;
    private final SplittableRandom chance;
    private final String id;
    private final List<Stone> stones = new ArrayList<>();
    private double width;
    private double height;
    /// What fans are drawn by instead of stones: one of them, its radius being the tile's height.
    private String fan = "";

    private Paving(String slug, Bond bond, BrandColour colour) {
        this.bond = bond;
        this.tones = colour.stones();
        this.chance = new SplittableRandom(seed(slug));
        this.id = "p" + Long.toString(seed(slug) >>> 40, 36);
        switch (bond) {
            case SETTS -> setts();
            case SLABS -> slabs();
            case RUNNING -> running();
            case HERRINGBONE -> herringbone();
            case DIAGONAL -> diagonal();
            case HEXAGONS -> hexagons();
            case FANS -> fans();
        }
    }

    public static Paving of(String slug, BrandColour colour) {
        Bond[] bonds = Bond.values();
        return of(slug, bonds[(int) Math.floorMod(seed(slug) >>> 8, (long) bonds.length)], colour);
    }

    static Paving of(String slug, Bond bond, BrandColour colour) {
        return new Paving(slug, bond, colour);
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

    public Bond bond() {
        return bond;
    }

    /// Of a tile, in CSS pixels; so is [#height].
    public double width() {
        return width;
    }

    public double height() {
        return height;
    }

    /// One tile as an SVG file, to be repeated.
    public String tile() {
        return file(height, drawn());
    }

    /// What comes below the last tile, as wide as that and as high as [#edgeHeight]: the stones grow fewer downwards
    /// and
    /// nothing lies between them.
    public String edge() {
        return file(edgeHeight(), drawnEdge());
    }

    public double edgeHeight() {
        return bond == Bond.FANS ? height : Math.min(height, 70);
    }

    /// An SVG of any size that is paved all over: for share pictures, certificates, badges. Inline or as a file.
    public String area(int width, int height) {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%s"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"url(#%s)\"/></svg>")
                .formatted(width, height, width, height, pattern(), width, height, id);
    }

    /// The `pattern` element alone, for a drawing that fills its shapes with `url(#` + [#id] + `)`.
    public String pattern() {
        return "<pattern id=\"%s\" width=\"%s\" height=\"%s\" patternUnits=\"userSpaceOnUse\">%s</pattern>"
                .formatted(id, n(width), n(height), drawn());
    }

    public String id() {
        return id;
    }

    private String file(double height, String drawing) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\">%s</svg>"
                .formatted(n(width), n(height), n(width), n(height), drawing);
    }

    private String drawn() {
        String ground = "<rect width=\"%s\" height=\"%s\" fill=\"%s\"/>"
                .formatted(n(width), n(height), tones.getLast().hex());
        if (bond == Bond.FANS) {
            return ground + fansFrom(4);
        }
        Drawing drawing = new Drawing("");
        for (Stone stone : stones) {
            for (double down : new double[] {0, height, -height}) {
                drawing.add(stone, down);
            }
        }
        return ground + drawing;
    }

    private String drawnEdge() {
        if (bond == Bond.FANS) {
            return fansFrom(0);
        }
        // without a ground the joint goes round each stone
        Drawing drawing = new Drawing(
                " stroke=\"%s\" stroke-width=\"%s\"".formatted(tones.getLast().hex(), n(JOINT)));
        SplittableRandom laid = new SplittableRandom(7);
        for (Stone stone : stones) {
            double roll = laid.nextDouble();
            for (double down : new double[] {0, height, -height}) {
                double top = stone.top + down;
                double bottom = stone.bottom + down;
                boolean begun = top <= JOINT;
                if (begun || bottom <= edgeHeight() && roll > 0.12 + top / edgeHeight()) {
                    drawing.add(stone, down);
                }
            }
        }
        return drawing.toString();
    }

    /// One path for each tone, so that a tile stays small.
    private final class Drawing {
        private final List<StringBuilder> paths = new ArrayList<>();

        private final String stroke;

        Drawing(String stroke) {
            this.stroke = stroke;
            tones.forEach(tone -> paths.add(new StringBuilder()));
        }

        void add(Stone stone, double down) {
            if (stone.bottom + down <= 0 || stone.top + down >= height) {
                return;
            }
            for (double along : new double[] {0, width, -width}) {
                if (stone.right + along > 0 && stone.left + along < width) {
                    paths.get(stone.tone)
                            .append('M')
                            .append(n(stone.x + along))
                            .append(' ')
                            .append(n(stone.y + down))
                            .append(stone.outline);
                }
            }
        }

        @Override
        public String toString() {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < paths.size(); i++) {
                if (!paths.get(i).isEmpty()) {
                    all.append("<path fill=\"%s\"%s d=\"%s\"/>"
                            .formatted(tones.get(i).hex(), stroke, paths.get(i)));
                }
            }
            return all.toString();
        }
    }

    /// A stone: where its outline begins, the outline from there, and what it covers.
    private record Stone(
            int tone, double x, double y, String outline, double left, double top, double right, double bottom) {}

    private void stone(double x, double y, double wide, double high) {
        stone(tone(), x, y, wide, high);
    }

    private void stone(int tone, double x, double y, double wide, double high) {
        double w = wide - JOINT;
        double h = high - JOINT;
        double left = Math.floorMod(Math.round(x * 10), Math.round(width * 10)) / 10.0 + JOINT / 2;
        double top = y + JOINT / 2;
        String outline = "h%sv%sh%sz".formatted(n(w), n(h), n(-w));
        stones.add(new Stone(tone, left, top, outline, left, top, left + w, top + h));
    }

    /// A stone with as many corners as there are steps from the first one round.
    private void stone(double x, double y, double[] steps) {
        double left = x;
        double top = y;
        double right = x;
        double bottom = y;
        double atX = x;
        double atY = y;
        StringBuilder outline = new StringBuilder();
        for (int i = 0; i < steps.length; i += 2) {
            outline.append('l').append(n(steps[i])).append(' ').append(n(steps[i + 1]));
            atX += steps[i];
            atY += steps[i + 1];
            left = Math.min(left, atX);
            right = Math.max(right, atX);
            top = Math.min(top, atY);
            bottom = Math.max(bottom, atY);
        }
        stones.add(new Stone(tone(), x, y, outline.append('z').toString(), left, top, right, bottom));
    }

    /// Most stones are of the first tone, few of the last.
    private int tone() {
        int of = chance.nextInt(10);
        return of < 5 ? 0 : of < 7 ? 1 : of < 9 ? 2 : 3;
    }

    private void setts() {
        double course = 16 + chance.nextInt(3);
        int courses = 6;
        width = 144;
        height = course * courses;
        for (int row = 0; row < courses; row++) {
            double x = chance.nextInt(14);
            double end = x + width;
            while (x < end) {
                double wide = 15 + chance.nextInt(13);
                wide = end - x - wide < 15 ? end - x : wide;
                stone(x, row * course, Math.min(wide, 29), course);
                x += Math.min(wide, 29);
            }
        }
    }

    private void slabs() {
        double sett = 12 + chance.nextInt(3);
        int across = 18;
        width = sett * across;
        height = sett * 10;
        int[][] slabs = {{7, 5, 6}, {5, 7, 6}};
        for (int band = 0; band < 2; band++) {
            double top = band * sett * 5;
            double x = sett * (band * 4 + chance.nextInt(4));
            for (int i = 0; i < 3; i++) {
                stone((i + band) % 3, x, top, sett * slabs[band][i], sett * 3);
                x += sett * slabs[band][i];
            }
            for (int row = 3; row < 5; row++) {
                for (int i = 0; i < across; i++) {
                    stone((i + row % 2 * 0.5) * sett, top + row * sett, sett, sett);
                }
            }
        }
    }

    private void running() {
        double wide = 36 + 4 * chance.nextInt(4);
        double course = 15 + chance.nextInt(4);
        int parts = chance.nextBoolean() ? 2 : 3;
        int courses = 6;
        width = wide * 4;
        height = course * courses;
        for (int row = 0; row < courses; row++) {
            for (int i = 0; i < 4; i++) {
                stone((i + (double) (row % parts) / parts) * wide, row * course, wide, course);
            }
        }
    }

    /// Bricks of 2:1. Of every four half bricks in a row two are a lying one and two belong to standing ones.
    private void herringbone() {
        double half = 14 + chance.nextInt(5);
        int size = 8;
        width = half * size;
        height = half * size;
        for (int row = 0; row < size; row++) {
            for (int i = 0; i < size; i++) {
                switch (Math.floorMod(i - row, 4)) {
                    case 0 -> stone(i * half, row * half, half * 2, half);
                    case 2 -> stone(i * half, (row - 1) * half, half, half * 2);
                    default -> {}
                }
            }
        }
    }

    private void diagonal() {
        double half = 13 + chance.nextInt(4);
        int across = 5;
        int rows = 8;
        width = half * 2 * across;
        height = half * rows;
        double r = half - JOINT * 0.7;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < across; i++) {
                double x = (i * 2 + row % 2) * half;
                stone(x, row * half - r, new double[] {r, r, -r, r, -r, -r});
            }
        }
    }

    private void hexagons() {
        double side = 15 + chance.nextInt(5);
        double across = Math.round(side * Math.sqrt(3));
        int columns = 5;
        int rows = 4;
        width = across * columns;
        height = side * 1.5 * rows;
        double r = side - JOINT * 0.6;
        double half = across / 2 - JOINT / 2;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns; i++) {
                double x = (i + row % 2 * 0.5) * across;
                double y = row * side * 1.5;
                stone(x, y - r, new double[] {half, r / 2, 0, r, -half, r / 2, -half, -r / 2, 0, -r});
            }
        }
    }

    /// Scales of concentric arcs. Each arc is a stroke whose dashes are the stones, and a second one over it that
    /// colours some of them.
    private void fans() {
        double course = 11 + chance.nextInt(3);
        int rings = 5;
        height = course * rings;
        width = height * 2;
        StringBuilder drawing = new StringBuilder("<circle r=\"%s\" fill=\"%s\" stroke=\"none\"/>"
                .formatted(n(height), tones.getLast().hex()));
        for (int ring = 0; ring < rings; ring++) {
            double r = height - (ring + 0.5) * course;
            long count = Math.max(5, Math.round(2 * Math.PI * r / (course * 1.3)));
            double wide = 2 * Math.PI * r / count - JOINT;
            int skip = 3 + chance.nextInt(4);
            String arc = "<circle r=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s %s\"/>";
            drawing.append(arc.formatted(n(r), tones.getFirst().hex(), n2(wide), n2(JOINT)));
            drawing.append(arc.formatted(
                    n(r), tones.get(1 + ring % 3).hex(), n2(wide), n2((wide + JOINT) * (skip - 1) + JOINT)));
        }
        fan = "<defs><g id=\"%sf\" fill=\"none\" stroke-width=\"%s\">%s</g></defs>"
                .formatted(id, n(course - JOINT), drawing);
    }

    /// The fans whose centres lie in the rows from -2 to this one, the lowest first: upper ones cover lower ones.
    private String fansFrom(int lowest) {
        StringBuilder all = new StringBuilder(fan);
        for (int row = lowest; row >= -2; row--) {
            for (int i = 0; i <= 1; i++) {
                double x = (i + Math.floorMod(row, 2) * 0.5) * width;
                if (x <= width) {
                    all.append("<use href=\"#%sf\" x=\"%s\" y=\"%s\"/>".formatted(id, n(x), n(row * height / 2)));
                }
            }
        }
        return all.toString();
    }

    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String n2(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
