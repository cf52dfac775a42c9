package torg.web;

import java.text.NumberFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import torg.text.Language;

/// A small chart drawn by the server, which `chart.jte` shows with its table.
///
///     Chart.line("Anmälningar per dag", "dag", "anmälningar", days)
///
/// @param of      what the points are ("dag"), the heading of the table's first column
/// @param unit    what is counted, the heading of its second
/// @param target  a value to compare with (the number of places), or null
public record Chart(
        Kind kind,
        String caption,
        String of,
        String unit,
        List<Point> points,
        @Nullable Long target) {
    public enum Kind {
        BARS,
        LINE
    }

    public record Point(String label, long value) {}

    public static Chart bars(String caption, String of, String unit, List<Point> points) {
        return new Chart(Kind.BARS, caption, of, unit, points, null);
    }

    public static Chart line(String caption, String of, String unit, List<Point> points) {
        return new Chart(Kind.LINE, caption, of, unit, points, null);
    }

    public Chart target(long value) {
        return new Chart(kind, caption, of, unit, points, value);
    }

    public String number(long value, Language language) {
        return NumberFormat.getIntegerInstance(language.locale()).format(value);
    }

    private long greatest() {
        long greatest = target == null ? 1 : Math.max(1, target);
        for (Point point : points) {
            greatest = Math.max(greatest, point.value());
        }
        return greatest;
    }

    /// How much of the full length this value takes, from 0 to 100: for the bars, which are lines of the table itself.
    public long share(long value) {
        return Math.round(100.0 * value / greatest());
    }

    /// The number at the top of the scale: round and even, so that half of it is a whole one.
    public long top() {
        long step = 2 * (long) Math.pow(10, Math.floor(Math.log10(greatest())));
        return (greatest() + step - 1) / step * step;
    }

    private static final int WIDTH = 600;
    private static final int HEIGHT = 160;

    /// The line as SVG: the area below it, the line, a point at its end, and the target.
    Html drawing() {
        double step = points.size() < 2 ? 0 : (double) WIDTH / (points.size() - 1);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            line.append(i == 0 ? "M" : "L")
                    .append(n(i * step))
                    .append(' ')
                    .append(n(y(points.get(i).value())));
        }
        StringBuilder svg =
                new StringBuilder("<svg viewBox=\"-4 -6 608 172\" aria-hidden=\"true\" focusable=\"false\">");
        for (int i = 0; i <= 2; i++) {
            svg.append("<path class=\"grid\" d=\"M0 %dh%d\"/>".formatted(i * HEIGHT / 2, WIDTH));
        }
        if (target != null) {
            svg.append("<path class=\"target\" d=\"M0 %sh%d\"/>".formatted(n(y(target)), WIDTH));
        }
        if (!points.isEmpty()) {
            String end = n((points.size() - 1) * step);
            svg.append("<path class=\"area\" d=\"%sL%s %dL0 %dz\"/>".formatted(line, end, HEIGHT, HEIGHT));
            svg.append("<path class=\"line\" d=\"%s\"/>".formatted(line));
            svg.append("<circle class=\"end\" cx=\"%s\" cy=\"%s\" r=\"4\"/>"
                    .formatted(end, n(y(points.getLast().value()))));
        }
        return Html.trusted(svg.append("</svg>").toString());
    }

    private double y(long value) {
        return HEIGHT - (double) HEIGHT * value / top();
    }

    private static String n(double value) {
        return String.format(java.util.Locale.ROOT, "%.1f", value);
    }
}
