package torg.registration;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import torg.text.Text;
import torg.web.Html;

/// How registration goes beside how it went before: lines by days before the first day, drawn by the server, and the
/// figures of some of these days.
///
/// @param own     this edition's line; without points where nobody has registered
/// @param earlier the lines of earlier ones, the latest first
/// @param today   how many days before the first day it is; 0 from then on
public record Comparison(Curve own, List<Curve> earlier, int today) {
    public static final int MOST_EARLIER = 4;

    /// @param points from the earliest day on; between two of them nothing changed
    public record Curve(Text name, List<Point> points) {
        /// How many were registered on that day.
        public long at(int daysBefore) {
            return points.stream()
                    .takeWhile(point -> point.daysBefore >= daysBefore)
                    .mapToLong(Point::registered)
                    .reduce(0, (before, after) -> after);
        }
    }

    public record Point(int daysBefore, long registered) {}

    private static final List<Integer> MARKS = List.of(365, 180, 120, 90, 60, 45, 30, 21, 14, 7, 3, 1, 0);

    /// The days of the table: today among them.
    public List<Integer> days() {
        return Stream.concat(MARKS.stream().filter(mark -> mark <= first()), Stream.of(today))
                .distinct()
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
    }

    /// This edition's figure; empty for days to come.
    public OptionalLong own(int daysBefore) {
        return daysBefore < today ? OptionalLong.empty() : OptionalLong.of(own.at(daysBefore));
    }

    /// The first day of all lines.
    public int first() {
        return lines().flatMap(curve -> curve.points.stream())
                .mapToInt(Point::daysBefore)
                .reduce(Math.max(today, 1), Math::max);
    }

    private Stream<Curve> lines() {
        return Stream.concat(Stream.of(own), earlier.stream());
    }

    /// The number at the top of the scale: round and even, so that half of it is a whole one.
    public long top() {
        long greatest = lines().flatMap(curve -> curve.points.stream())
                .mapToLong(Point::registered)
                .reduce(1, Math::max);
        long step = 2 * (long) Math.pow(10, Math.floor(Math.log10(greatest)));
        return (greatest + step - 1) / step * step;
    }

    private static final int WIDTH = 600;
    private static final int HEIGHT = 160;

    /// The lines as SVG; each earlier one has dashes of its own.
    Html drawing() {
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i <= 2; i++) {
            svg.append("<path class=\"grid\" d=\"M0 %dh%d\"/>".formatted(i * HEIGHT / 2, WIDTH));
        }
        IntStream.range(0, earlier.size())
                .forEach(i ->
                        svg.append("<path class=\"earlier e%d\" d=\"%s\"/>".formatted(i + 1, path(earlier.get(i), 0))));
        svg.append("<path class=\"line\" d=\"%s\"/>".formatted(path(own, today)));
        return Html.trusted(svg.toString());
    }

    private String path(Curve curve, int until) {
        StringBuilder path = new StringBuilder();
        for (Point point : curve.points) {
            path.append((path.isEmpty() ? "M%s %s" : "H%sV%s").formatted(x(point.daysBefore), y(point.registered)));
        }
        return path.isEmpty() ? "" : path.append("H").append(x(until)).toString();
    }

    private String x(int daysBefore) {
        return number((double) WIDTH * (first() - daysBefore) / first());
    }

    private String y(long value) {
        return number(HEIGHT - (double) HEIGHT * value / top());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
